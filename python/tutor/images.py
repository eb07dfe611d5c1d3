# SPDX-License-Identifier: Apache-2.0
"""Images: build, pull, push."""

from __future__ import annotations

from . import fmt, hooks, utils


def build(path: str, tag: str, *args: str) -> None:
    fmt.echo_info(f"Building image {tag}")
    command = hooks.Filters.DOCKER_BUILD_COMMAND.apply(
        ["build", f"--tag={tag}", *args, path]
    )
    utils.docker(*command)


def _transfer(doing: str, command: str, tag: str) -> None:
    fmt.echo_info(f"{doing} image {tag}")
    utils.docker(command, tag)


def pull(tag: str) -> None:
    """From the registry that the tag names."""
    _transfer("Pulling", "pull", tag)


def push(tag: str) -> None:
    """To the registry that the tag names."""
    _transfer("Pushing", "push", tag)
