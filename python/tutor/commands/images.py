# SPDX-License-Identifier: Apache-2.0
"""The group `images`."""

from __future__ import annotations

import os
import typing as t

from tutor import bindmount, env, hooks
from tutor._host.commands import core_group
from tutor.core.hooks import Filter
from tutor.exceptions import TutorError
from tutor.types import Config

from .context import Context
from .params import ConfigLoaderParam

BASE_IMAGE_NAMES = ["openedx", "permissions"]


class ImageNotFoundError(TutorError):
    """No image has that name."""

    def __init__(self, image_name: str):
        super().__init__(f"Image '{image_name}' could not be found")


def find_images_to_build(
    config: Config, image: str
) -> t.Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """(name, path, tag, arguments) of one image, or of "all"; the tag is rendered."""
    found = False
    for known in hooks.Filters.IMAGES_BUILD.iterate(config):
        if image in ("all", known[0]):
            found = True
            name, folder, tag, arguments = known
            parts = folder if isinstance(folder, (tuple, list)) else [folder]
            yield (
                name,
                os.path.join(*parts),
                env.render_str(config, tag),
                tuple(env.render_str(config, argument) for argument in arguments),
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


def get_image_build_contexts(config: Config) -> t.Dict[str, t.List[tuple[str, str]]]:
    """For each image (host folder, name of the build context) of the folders that are mounted."""
    contexts: t.Dict[str, t.List[tuple[str, str]]] = {}
    for mount in bindmount.get_mounts(config):
        for path in sorted({host for _service, host, _container in bindmount.parse_mount(mount)}):
            for image, name in hooks.Filters.IMAGES_BUILD_MOUNTS.iterate(path):
                contexts.setdefault(image, []).append((path, name))
    return contexts


class ImageNameParam(ConfigLoaderParam):
    """The name of an image."""

    name = "image"


class BuildImageNameParam(ImageNameParam):
    """Of one that can be built."""


class PullImageNameParam(ImageNameParam):
    """Of one that can be pulled."""


class PushImageNameParam(ImageNameParam):
    """Of one that can be pushed."""


images_command = core_group("images")
build = images_command.commands["build"]
pull = images_command.commands["pull"]
push = images_command.commands["push"]
printtag = images_command.commands["printtag"]
