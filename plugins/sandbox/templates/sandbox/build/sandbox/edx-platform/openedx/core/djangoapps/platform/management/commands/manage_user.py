# SPDX-License-Identifier: Apache-2.0
"""manage_user NAME EMAIL: makes a user, changes one, or removes one."""

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction


class Command(BaseCommand):
    help = "Make, change or remove a user"

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true")
        parser.add_argument("--superuser", action="store_true")
        parser.add_argument("--staff", action="store_true")
        parser.add_argument("--unusable-password", action="store_true")
        parser.add_argument("-g", "--groups", nargs="*", default=[])

    @transaction.atomic
    def handle(self, *args, **options):
        name, email = options["username"], options["email"]
        user = User.objects.filter(username=name).first()
        if options["remove"]:
            if user is not None:
                user.delete()
            self.stdout.write(f"removed user {name}" if user else f"no user {name} to remove")
            return
        try:
            validate_email(email if "." in email else f"{email}.invalid")
        except ValidationError as error:
            raise CommandError(f"'{email}' is no address") from error
        if user is None:
            user = User(username=name, email=email)
            user.set_unusable_password()
            self.stdout.write(f"created user {name}")
        elif user.email.lower() != email.lower():
            raise CommandError(f"user {name} has another address, {user.email}")
        else:
            self.stdout.write(f"found user {name}")
        user.is_superuser = options["superuser"]
        user.is_staff = options["staff"]
        if options["unusable_password"] and user.has_usable_password():
            user.set_unusable_password()
        user.save()
        if options["groups"]:
            user.groups.set(Group.objects.filter(name__in=options["groups"]))
