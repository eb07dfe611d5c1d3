# SPDX-License-Identifier: Apache-2.0
"""waffle_switch [-l] [NAME on|off] [--create]: lists switches or sets one."""

from django.core.management.base import BaseCommand, CommandError

from waffle.models import Switch


class Command(BaseCommand):
    help = "List switches, or set one"

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?")
        parser.add_argument("state", nargs="?", choices=["on", "off"])
        parser.add_argument("-l", "--list", action="store_true", dest="list_switches")
        parser.add_argument("--create", action="store_true")

    def handle(self, *args, **options):
        if options["list_switches"]:
            self.stdout.write("Switches:")
            for switch in Switch.objects.order_by("name"):
                self.stdout.write(f"{switch.name}: {'on' if switch.active else 'off'}")
            return
        if not options["name"] or not options["state"]:
            raise CommandError("give the name of a switch and its state, on or off")
        switch = Switch.objects.filter(name=options["name"]).first()
        if switch is None:
            if not options["create"]:
                raise CommandError(f"there is no switch '{options['name']}'; --create makes it")
            switch = Switch(name=options["name"])
            self.stdout.write(f"Creating switch: {switch.name}")
        switch.active = options["state"] == "on"
        switch.save()
