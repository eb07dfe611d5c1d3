# SPDX-License-Identifier: Apache-2.0
"""runserver: Django's own, which does not give up while the database starts or has no tables yet."""

from django.contrib.staticfiles.management.commands import runserver


class Command(runserver.Command):
    def check_migrations(self):
        pass
