# SPDX-License-Identifier: Apache-2.0
"""The error that ends a command with a message for the user."""


class TutorError(Exception):
    """Shown as "Error: MESSAGE"; the command ends with status 1."""
