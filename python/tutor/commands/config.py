# SPDX-License-Identifier: Apache-2.0
"""The group `config`."""

from __future__ import annotations

import typing as t

import click

from tutor import serialize
from tutor._host.commands import core_group
from tutor.types import Config, ConfigValue

from .context import Context
from .params import ConfigLoaderParam

config_command = core_group("config")
save = config_command.commands["save"]
printroot = config_command.commands["printroot"]
printvalue = config_command.commands["printvalue"]
edit = config_command.commands["edit"]
patches_command = config_command.commands["patches"]
patches_list = patches_command.commands["list"]
patches_show = patches_command.commands["show"]


class ConfigKeyParamType(ConfigLoaderParam):
    """The name of a setting."""

    name = "configkey"


class ConfigKeyValParamType(ConfigKeyParamType):
    """NAME=VALUE; the value is YAML."""

    name = "configkeyval"

    def convert(
        self, value: t.Any, param: t.Optional[click.Parameter], ctx: t.Optional[click.Context]
    ) -> t.Any:
        if isinstance(value, tuple):
            return value
        pair = serialize.parse_key_value(value)
        if pair is None:
            self.fail(f"'{value}' is not of the form 'KEY=VALUE'.", param, ctx)
        return pair


class ConfigListKeyValParamType(ConfigKeyValParamType):
    """NAME=VALUE, where the setting is a list."""

    name = "configlistkeyval"
