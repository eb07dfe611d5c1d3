# SPDX-License-Identifier: Apache-2.0
"""print_setting NAME...: prints settings, one a line."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Print settings"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("settings_list", nargs="+")

    def handle(self, *args, **options):
        for name in options["settings_list"]:
            if not hasattr(settings, name):
                raise CommandError(f"there is no setting '{name}'")
            self.stdout.write(str(getattr(settings, name)))
