# SPDX-License-Identifier: Apache-2.0
"""The group `mounts`."""

from __future__ import annotations

from tutor._host.commands import core_group

from .context import Context

mounts_command = core_group("mounts")
mounts_list = mounts_command.commands["list"]
mounts_add = mounts_command.commands["add"]
mounts_remove = mounts_command.commands["remove"]
