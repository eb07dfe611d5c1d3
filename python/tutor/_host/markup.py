# SPDX-License-Identifier: Apache-2.0
"""Strings that are safe for HTML."""


class Markup(str):
    """What templates mark as safe; a string with the method that engines look for."""

    def __html__(self) -> str:
        return str(self)
