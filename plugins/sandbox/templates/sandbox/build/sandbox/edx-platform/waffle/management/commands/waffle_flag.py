# SPDX-License-Identifier: Apache-2.0
"""waffle_flag [-l] [NAME] [--everyone|--deactivate|...] [--create]: lists flags or sets one."""

from django.core.management.base import BaseCommand, CommandError

from waffle.models import Flag


class Command(BaseCommand):
    help = "List flags, or set one"

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?")
        parser.add_argument("-l", "--list", action="store_true", dest="list_flags")
        parser.add_argument("--everyone", action="store_true", default=None)
        parser.add_argument("--deactivate", action="store_false", dest="everyone")
        parser.add_argument("--percent", "-p", type=float)
        parser.add_argument("--superusers", action="store_true", default=None)
        parser.add_argument("--staff", action="store_true", default=None)
        parser.add_argument("--create", action="store_true")

    def handle(self, *args, **options):
        if options["list_flags"]:
            self.stdout.write("Flags:")
            for flag in Flag.objects.order_by("name"):
                self.stdout.write(f"NAME: {flag.name}\nEVERYONE: {flag.everyone}")
            return
        if not options["name"]:
            raise CommandError("give the name of a flag")
        flag = Flag.objects.filter(name=options["name"]).first()
        if flag is None:
            if not options["create"]:
                raise CommandError(f"there is no flag '{options['name']}'; --create makes it")
            flag = Flag(name=options["name"])
            self.stdout.write(f"Creating flag: {flag.name}")
        for field in ("everyone", "percent", "superusers", "staff"):
            if options[field] is not None:
                setattr(flag, field, options[field])
        flag.save()
