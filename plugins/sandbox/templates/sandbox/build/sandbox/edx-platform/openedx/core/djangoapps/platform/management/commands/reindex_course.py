# SPDX-License-Identifier: Apache-2.0
"""reindex_course: names the courses that a search engine would be told of."""

from django.core.management.base import BaseCommand

from openedx.core.djangoapps.platform.models import Course


class Command(BaseCommand):
    help = "Index courses for search"

    def add_arguments(self, parser):
        parser.add_argument("course_ids", nargs="*")
        for name in ("--active", "--all", "--setup", "--warning"):
            parser.add_argument(name, action="store_true")

    def handle(self, *args, **options):
        courses = Course.objects.order_by("key")
        if options["course_ids"]:
            courses = courses.filter(key__in=options["course_ids"])
        for course in courses:
            self.stdout.write(f"sandbox: {course.key} would be indexed")
        self.stdout.write(f"sandbox: {courses.count()} courses, no search engine")
