# SPDX-License-Identifier: Apache-2.0
"""Types of configurations, and checked access to their values."""

from __future__ import annotations

import typing as t

from typing import TypeAlias

from . import exceptions

ConfigValue: TypeAlias = t.Union[
    str, float, None, bool, t.List[str], t.List[t.Any], t.Dict[str, t.Any], t.Dict[t.Any, t.Any]
]
Config: TypeAlias = t.Dict[str, ConfigValue]

T = t.TypeVar("T")


def cast_config(config: t.Any) -> Config:
    """`config` itself when it is a dict with string keys; a TutorError otherwise."""
    if not isinstance(config, dict):
        raise exceptions.TutorError(
            f"Invalid configuration: expected dict, got {config.__class__}"
        )
    for key in config:
        if not isinstance(key, str):
            raise exceptions.TutorError(
                f"Invalid configuration: key {key!r} is a {key.__class__}, keys must be strings"
            )
    return config


def get_typed(
    config: dict[str, t.Any], key: str, expected_type: type[T], default: t.Optional[T] = None
) -> T:
    """The value of `key`; a TutorError when it has another type, `default` included."""
    value = config.get(key, default)
    if not isinstance(value, expected_type):
        raise exceptions.TutorError(
            f"Invalid config entry: expected {expected_type}, got {value.__class__} for key '{key}'"
        )
    return value
