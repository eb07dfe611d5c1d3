# SPDX-License-Identifier: Apache-2.0
"""Where untrusted code would be run: the stand-in runs none."""

COMMANDS = {}


def configure(command, bin_path, user=None):
    """Remembers the interpreter for a kind of code, as settings ask for."""
    COMMANDS[command] = {"bin_path": bin_path, "user": user}
