# SPDX-License-Identifier: Apache-2.0
"""delete_course KEY: removes a course."""

from django.core.management.base import BaseCommand, CommandError

from openedx.core.djangoapps.platform.models import Course


class Command(BaseCommand):
    help = "Remove a course"

    def add_arguments(self, parser):
        parser.add_argument("course_key")
        parser.add_argument("--remove-assets", action="store_true")

    def handle(self, *args, **options):
        deleted, _ = Course.objects.filter(key=options["course_key"]).delete()
        if not deleted:
            raise CommandError(f"there is no course '{options['course_key']}'")
        self.stdout.write(f"removed {options['course_key']}")
