# SPDX-License-Identifier: Apache-2.0
"""import_content_library FILE OWNER: takes over a content library from an archive."""

import tarfile
import xml.etree.ElementTree

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from openedx.core.djangoapps.platform.models import Library


class Command(BaseCommand):
    help = "Import a content library"

    def add_arguments(self, parser):
        parser.add_argument("archive_path")
        parser.add_argument("owner_username")

    def handle(self, *args, **options):
        owner = options["owner_username"]
        if not User.objects.filter(username=owner).exists():
            raise CommandError(f"there is no user '{owner}'")
        try:
            with tarfile.open(options["archive_path"]) as archive:
                root = xml.etree.ElementTree.parse(archive.extractfile("library/library.xml")).getroot()
        except (OSError, KeyError, tarfile.TarError, xml.etree.ElementTree.ParseError) as error:
            raise CommandError(f"no library in {options['archive_path']}: {error}") from error
        key = f"library-v1:{root.get('org')}+{root.get('library')}"
        if Library.objects.filter(key=key).exists():
            if input(f"{key} exists. Replace it (y/n)? ").strip().lower() not in ("y", "yes"):
                raise CommandError("nothing was changed")
        Library.objects.update_or_create(
            key=key, defaults={"display_name": root.get("display_name") or "", "owner": owner}
        )
        self.stdout.write(f"imported {key} for {owner}")
