# SPDX-License-Identifier: Apache-2.0
"""Upgrades of `local` and `dev`."""

from __future__ import annotations

import click

from tutor._host import upgrades
from tutor._host.upgrades import single_step


def upgrade_from(context: click.Context, from_release: str) -> None:
    """Take all steps from a release to this one."""
    upgrades.upgrade_from(upgrades.platform_of(context), from_release)


upgrade_from_ironwood = single_step("compose", "upgrade_from_ironwood")
upgrade_from_juniper = single_step("compose", "upgrade_from_juniper")
upgrade_from_koa = single_step("compose", "upgrade_from_koa")
upgrade_from_maple = single_step("compose", "upgrade_from_maple")
upgrade_from_olive = single_step("compose", "upgrade_from_olive")
upgrade_from_quince = single_step("compose", "upgrade_from_quince")
upgrade_mongodb = single_step("compose", "upgrade_mongodb")
