# SPDX-License-Identifier: Apache-2.0
"""import DATA_DIR COURSE_DIR...: takes over courses from folders that hold a course.xml."""

import xml.etree.ElementTree
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from openedx.core.djangoapps.platform.models import Course


class Command(BaseCommand):
    help = "Import courses"

    def add_arguments(self, parser):
        parser.add_argument("data_directory")
        parser.add_argument("course_dirs", nargs="*")
        parser.add_argument("--nostatic", action="store_true")
        parser.add_argument("--nopythonlib", action="store_true")

    def handle(self, *args, **options):
        for name in options["course_dirs"] or ["."]:
            # A course folder with a path of its own is not below the data folder.
            folder = Path(options["data_directory"], name)
            root = xml_root(folder / "course.xml")
            missing = [key for key in ("org", "course", "url_name") if not root.get(key)]
            if missing:
                raise CommandError(f"{folder / 'course.xml'}: no attribute '{missing[0]}'")
            run = root.get("url_name")
            key = f"course-v1:{root.get('org')}+{root.get('course')}+{run}"
            title = root.get("display_name")
            run_file = folder / "course" / f"{run}.xml"
            if not title and run_file.is_file():
                title = xml_root(run_file).get("display_name")
            Course.objects.update_or_create(key=key, defaults={"display_name": title or run})
            self.stdout.write(f"imported {key}")


def xml_root(path):
    """The root element of an XML file."""
    try:
        return xml.etree.ElementTree.parse(path).getroot()
    except (OSError, xml.etree.ElementTree.ParseError) as error:
        raise CommandError(f"cannot read {path}: {error}") from error
