# SPDX-License-Identifier: Apache-2.0
"""Helpers about the platform itself."""

from __future__ import annotations

import re
import typing as t

from tutor import bindmount, fmt, hooks

from .base import PLUGINS_ROOT


def iter_mounted_directories(mounts: list[str], image_name: str) -> t.Iterator[str]:
    """Sorted names of mounted folders that an image knows."""
    found = set()
    for mount in mounts:
        for _service, host, _container in bindmount.parse_mount(mount):
            name = host.rstrip("/").rsplit("/", maxsplit=1)[-1]
            if is_directory_mounted(image_name, name):
                found.add(name)
    yield from sorted(found)


def is_directory_mounted(image_name: str, dirname: str) -> bool:
    return any(
        image == image_name and re.match(pattern, dirname)
        for image, pattern in hooks.Filters.MOUNTED_DIRECTORIES.iterate()
    )


def iter_cms_celery_parameters() -> t.Iterator[str]:
    yield from hooks.Filters.CMS_WORKER_COMMAND.iterate()


def iter_lms_celery_parameters() -> t.Iterator[str]:
    yield from hooks.Filters.LMS_WORKER_COMMAND.iterate()
