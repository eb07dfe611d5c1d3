# SPDX-License-Identifier: Apache-2.0
"""Upgrades of a platform are the program's own."""

OPENEDX_RELEASE_NAMES = [
    "ironwood", "juniper", "koa", "lilac", "maple", "nutmeg", "olive", "palm", "quince", "redwood",
    "sumac", "teak", "ulmo",
]
