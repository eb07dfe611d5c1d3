# SPDX-License-Identifier: Apache-2.0
"""For commands of edx-platform's whose subject the stand-in does not have."""

from django.core.management.base import BaseCommand


class UnneededCommand(BaseCommand):
    """Takes any options, says that there was nothing to do, and succeeds."""

    def run_from_argv(self, argv):
        self.stdout.write(f"sandbox: nothing to do for {' '.join(argv[1:])}")
