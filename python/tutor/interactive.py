# SPDX-License-Identifier: Apache-2.0
"""Questions about settings."""

from __future__ import annotations

import typing as t

import click

from . import env, exceptions, fmt, hooks
from .types import Config, get_typed


def ask_questions(config: Config, run_for_prod: t.Optional[bool] = None) -> None:
    """Tell plugins that questions are being asked; the core's own are asked by the program."""
    hooks.Actions.CONFIG_INTERACTIVE.do(config)


def ask(question: str, key: str, config: Config, defaults: Config) -> None:
    """Ask for a text; it becomes the setting."""
    default = env.render_str(config, str(config.get(key, defaults.get(key, ""))))
    config[key] = click.prompt(
        fmt.question(question), prompt_suffix=" ", default=default, show_default=True
    )


def ask_bool(question: str, key: str, config: Config, defaults: Config) -> None:
    """Ask for yes or no."""
    default = get_typed(config, key, bool, bool(defaults.get(key, False)))
    config[key] = click.confirm(fmt.question(question), prompt_suffix=" ", default=default)


def ask_choice(
    question: str, key: str, config: Config, defaults: Config, choices: t.List[str]
) -> None:
    """Ask for one of several texts."""
    default = str(config.get(key, defaults.get(key, "")))
    config[key] = click.prompt(
        fmt.question(question),
        type=click.Choice(choices),
        prompt_suffix=" ",
        default=default,
        show_choices=True,
    )
