# SPDX-License-Identifier: Apache-2.0
"""The group `images`."""

from __future__ import annotations

import os
import typing as t

from tutor import env, hooks
from tutor._host.commands import core_group
from tutor.core.hooks import Filter
from tutor.exceptions import TutorError
from tutor.types import Config

from .context import Context


class ImageNotFoundError(TutorError):
    """No image has that name."""

    def __init__(self, image_name: str):
        super().__init__(f"Image '{image_name}' could not be found")


def find_images_to_build(
    config: Config, image: str
) -> t.Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """(name, path, tag, arguments) of one image, or of "all"; the tag is rendered."""
    found = False
    for name, path, tag, args in hooks.Filters.IMAGES_BUILD.iterate(config):
        if image in ("all", name):
            found = True
            parts = path if isinstance(path, (tuple, list)) else [path]
            yield (
                name,
                os.path.join(*parts),
                env.render_str(config, tag),
                tuple(env.render_str(config, arg) for arg in args),
            )
    if not found:
        raise ImageNotFoundError(image)


def find_remote_image_tags(config: Config, filtre: Filter, image: str) -> t.Iterator[str]:
    """Rendered tags of one image, or of "all"."""
    found = False
    for name, tag in filtre.iterate(config):
        if image in ("all", name):
            found = True
            yield env.render_str(config, tag)
    if not found:
        raise ImageNotFoundError(image)


images_command = core_group("images")
build = images_command.commands["build"]
pull = images_command.commands["pull"]
push = images_command.commands["push"]
printtag = images_command.commands["printtag"]
