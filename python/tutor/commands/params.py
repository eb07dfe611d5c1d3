# SPDX-License-Identifier: Apache-2.0
"""Parameters that know the configuration."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor import config as tutor_config
from tutor.types import Config


class ConfigLoaderParam(click.ParamType):
    """A parameter type whose completions need the configuration."""

    def __init__(self) -> None:
        self._config: t.Optional[Config] = None

    @property
    def config(self) -> Config:
        if self._config is None:
            self._config = tutor_config.load_full(_tutor.root())
        return self._config
