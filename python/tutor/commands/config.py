# SPDX-License-Identifier: Apache-2.0
"""The group `config`."""

from __future__ import annotations

from tutor._host.commands import core_group
from tutor.types import Config

from .context import Context

config_command = core_group("config")
save = config_command.commands["save"]
printroot = config_command.commands["printroot"]
printvalue = config_command.commands["printvalue"]
edit = config_command.commands["edit"]
patches_command = config_command.commands["patches"]
patches_list = patches_command.commands["list"]
patches_show = patches_command.commands["show"]
