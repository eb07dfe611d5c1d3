# SPDX-License-Identifier: Apache-2.0
"""Text for people: colours, and lines on standard output and error."""

from __future__ import annotations

import os
import typing as t

import click

STDOUT = None


def title(text: str) -> str:
    """Three lines: the text between two rules."""
    rule = "=" * (len(text) + 16)
    line = " " * 8 + text
    return "\n".join(click.style(part, fg="green") for part in (rule, line, rule))


def info(text: str) -> str:
    return click.style(text, fg="blue")


def error(text: str) -> str:
    return click.style(text, fg="red")


def command(text: str) -> str:
    return click.style(text, fg="magenta")


def question(text: str) -> str:
    return click.style(text, fg="yellow")


def alert(text: str) -> str:
    return click.style("⚠️  " + text, fg="yellow", bold=True)


def echo(text: str, err: bool = False) -> None:
    """A line; nothing while a shell asks for completions."""
    if "_TUTOR_COMPLETE" in os.environ:
        return
    if err:
        click.echo(text, err=True)
    else:
        click.echo(text, file=STDOUT)


def echo_info(text: str) -> None:
    echo(info(text))


def echo_error(text: str) -> None:
    echo(error(text), err=True)


def echo_alert(text: str) -> None:
    echo(alert(text), err=True)
