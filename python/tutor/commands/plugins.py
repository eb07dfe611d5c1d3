# SPDX-License-Identifier: Apache-2.0
"""The group `plugins`."""

from __future__ import annotations

import sys
import typing as t

import click

import _tutor

from tutor import config as tutor_config, env, exceptions, fmt, hooks, plugins, utils
from tutor._host.commands import core_group
from tutor.plugins import indexes
from tutor.plugins.base import PLUGINS_ROOT, PLUGINS_ROOT_ENV_VAR_NAME
from tutor.types import Config

from .context import Context

plugins_command = core_group("plugins")


class PluginName(click.ParamType):
    """The name of an installed plugin."""

    name = "plugin"


class IndexPluginName(click.ParamType):
    """The name of a plugin in an index."""

    name = "plugin"


class IndexPluginNameOrLocation(IndexPluginName):
    """That, a path or an address."""


def plugin_status(name: str) -> str:
    """As `plugins list` shows it."""
    if not plugins.is_installed(name):
        return "not installed"
    return "✅ enabled" if plugins.is_loaded(name) else "installed"


def update_indexes(config: Config) -> None:
    """Fetch all indexes and keep what they offer."""
    _tutor.run_command(["plugins", "update"])


def check_cache_exists(config: Config) -> None:
    """Fetch the indexes when that was not done yet."""
    try:
        indexes.load_cache()
    except indexes.CacheNotFound:
        update_indexes(config)


def find_and_install(names: t.List[str], pip_install_opts: t.List[str]) -> None:
    """Install plugins by their names in an index, or from where they are.

    Of the options for pip, only "--upgrade" has a meaning here.
    """
    unknown = [option for option in pip_install_opts if option not in ("-U", "--upgrade")]
    if unknown:
        raise exceptions.TutorError(
            f"Options for pip are not supported: {' '.join(unknown)}. Run pip in the environment "
            f"of plugins: {' '.join(get_package_install_command())}"
        )
    if names:
        _run("upgrade" if pip_install_opts else "install", *names)


def get_package_install_command() -> t.List[str]:
    """What installs Python packages where plugins are found."""
    return [sys.executable, "-m", "pip", "install"]


def install_single_file_plugin(location: str) -> None:
    """Put a file, or what an address gives, into the folder of plugins."""
    _run("install", location)


def _run(*words: str) -> None:
    if _tutor.run_command(["plugins", *words]) != 0:
        raise exceptions.TutorError(f"tutor plugins {' '.join(words)} failed")


def __getattr__(name: str) -> t.Any:
    # "list_command" and "install" alike.
    index = plugins_command.commands["index"]
    if name.startswith("index_") and isinstance(index, click.Group):
        command = index.commands.get(name.removeprefix("index_"))
        if command is not None:
            return command
    command = plugins_command.commands.get(name.removesuffix("_command").replace("_", "-"))
    if command is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return command
