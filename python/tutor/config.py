# SPDX-License-Identifier: Apache-2.0
"""The configuration of a project root."""

from __future__ import annotations

import os
import typing as t
from copy import deepcopy

import _tutor

from . import env, exceptions, fmt, hooks, plugins, serialize, utils
from .types import Config, ConfigValue, cast_config, get_typed

CONFIG_FILENAME = "config.yml"
PLUGINS_CONFIG_KEY = "PLUGINS"


def config_path(root: str) -> str:
    return os.path.join(root, CONFIG_FILENAME)


def load(root: str) -> Config:
    """The full configuration; an error when there is no config.yml."""
    if not _tutor.has_config(root):
        raise exceptions.TutorError(
            f"Project root does not exist: '{root}' holds no {CONFIG_FILENAME}. "
            "Make one with: tutor config save"
        )
    env.check_is_up_to_date(root)
    return load_full(root)


def load_minimal(root: str) -> Config:
    """What is stored, or would be: no defaults."""
    return _tutor.load_config(root, "minimal")


def load_full(root: str) -> Config:
    """All settings, rendered."""
    return _tutor.load_config(root, "full")


def load_defaults() -> Config:
    """The defaults, and what is drawn once, without any config.yml."""
    config = get_base()
    for name, value in get_defaults().items():
        config.setdefault(name, value)
    return config


def get_user(root: str) -> Config:
    """config.yml as it is, with settings of the environment."""
    config = _tutor.load_config(root, "user")
    update_with_env(config)
    return config


def get_defaults() -> Config:
    """Defaults of core and plugins, not rendered."""
    return _tutor.load_config(_tutor.root(), "defaults")


def get_base() -> Config:
    """What is drawn once, of core and plugins, not rendered."""
    return _tutor.load_config(_tutor.root(), "base")


def get_template(filename: str) -> Config:
    """A YAML file among the core's own configuration templates."""
    return cast_config(serialize.load(env.read_core_template_file("config", filename)))


def get_yaml_file(path: str) -> Config:
    with open(path, encoding="utf-8") as file:
        return cast_config(serialize.load(file.read()))


def update_with_env(config: Config) -> None:
    """Settings that TUTOR_ variables give, for names that are there."""
    for name in config:
        text = os.environ.get("TUTOR_" + name)
        if text is not None:
            config[name] = serialize.parse(text)


def update_with_base(config: Config) -> None:
    """Add, rendered, what is drawn once and missing."""
    merge(config, get_base())
    render_full(config)


def update_with_defaults(config: Config) -> None:
    """Add, rendered, the defaults that are missing."""
    merge(config, get_defaults())
    render_full(config)


def merge(config: Config, base: Config) -> None:
    """Add what `config` lacks."""
    for name, value in base.items():
        if name not in config:
            config[name] = deepcopy(value)


def render_full(config: Config) -> None:
    """Replace every value by what it renders to."""
    for name, value in config.items():
        config[name] = env.render_unknown(config, value)


def is_service_activated(config: Config, service: str) -> bool:
    return bool(config.get("RUN_" + service.upper()))


def save_config_file(root: str, config: Config) -> None:
    """Write config.yml: nothing but these settings. Its comments stay."""
    _tutor.save_config_file(root, config)


def get_enabled_plugins(config: Config) -> list[str]:
    return list(get_typed(config, PLUGINS_CONFIG_KEY, list, []))


def enable_plugins(config: Config) -> None:
    plugins.load_all(get_enabled_plugins(config))


def save_enabled_plugins(config: Config) -> None:
    """Put the names of the plugins that are loaded into `config`."""
    config[PLUGINS_CONFIG_KEY] = list(plugins.iter_loaded())


def upgrade_obsolete(config: Config) -> None:
    """Nothing to do: the program reads obsolete names as the new ones."""


def convert_json2yml(root: str) -> None:
    """Nothing to do: the program reads an old config.json and replaces it when it saves."""
