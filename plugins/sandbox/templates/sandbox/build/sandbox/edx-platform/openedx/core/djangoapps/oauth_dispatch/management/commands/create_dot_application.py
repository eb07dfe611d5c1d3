# SPDX-License-Identifier: Apache-2.0
"""create_dot_application: makes an OAuth application, or brings one up to date with --update."""

import secrets

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from openedx.core.djangoapps.oauth_dispatch.models import Application, ApplicationAccess


class Command(BaseCommand):
    help = "Make or update an OAuth application"

    def add_arguments(self, parser):
        parser.add_argument("name")
        parser.add_argument("username")
        parser.add_argument("--grant-type", default="client-credentials")
        parser.add_argument("--redirect-uris", default="")
        parser.add_argument("--public", action="store_true")
        parser.add_argument("--skip-authorization", action="store_true")
        parser.add_argument("--client-id")
        parser.add_argument("--client-secret")
        parser.add_argument("--scopes", default="")
        parser.add_argument("--update", action="store_true")

    def handle(self, *args, **options):
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no user '{options['username']}'")
        fields = {
            "user": user,
            "client_type": "public" if options["public"] else "confidential",
            "authorization_grant_type": options["grant_type"],
            "redirect_uris": options["redirect_uris"].replace(",", " "),
            "skip_authorization": options["skip_authorization"],
        }
        if options["client_secret"]:
            fields["client_secret"] = options["client_secret"]

        # Known by its id where one is given, else by its name, as in edx-platform.
        known = {"client_id": options["client_id"]} if options["client_id"] else {}
        application = Application.objects.filter(**(known or {"name": options["name"]})).first()
        if application is None:
            fields.setdefault("client_secret", secrets.token_urlsafe(48))
            application = Application(
                client_id=options["client_id"] or secrets.token_urlsafe(24), name=options["name"]
            )
            done = "created"
        elif options["update"]:
            application.name = options["name"]
            done = "updated"
        else:
            self.stdout.write(f"OAuth application {application.name} exists")
            return
        for field, value in fields.items():
            setattr(application, field, value)
        application.save()
        if options["scopes"]:
            ApplicationAccess.objects.update_or_create(
                application=application, defaults={"scopes": options["scopes"]}
            )
        self.stdout.write(f"OAuth application {application.name} {done}")
