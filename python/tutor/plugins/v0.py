# SPDX-License-Identifier: Apache-2.0
"""Plugins of API v0, as contributions to the hooks."""

from __future__ import annotations

import typing as t

import click

from tutor import env, exceptions, hooks

from .base import PLUGINS_ROOT

# The core's mysql task runs just before, its lms task after.
_PRE_INIT_PRIORITY = 9.9


def load_described(name: str, described: t.Any) -> None:
    """Add what the attributes of a module or object describe."""
    _Plugin(name, described).load()


class _Plugin:
    def __init__(self, name: str, described: t.Any):
        self.name = name
        self.described = described

    def load(self) -> None:
        self._load_templates()  # first: hooks read scripts from there
        self._load_config()
        self._load_patches()
        self._load_hooks()
        self._load_command()

    def _fail(self, what: str, found: t.Any) -> t.NoReturn:
        raise exceptions.TutorError(
            f"Invalid plugin '{self.name}': {what}, got {found.__class__.__name__}"
        )

    def _attribute(self, name: str, default: t.Any) -> t.Any:
        value = getattr(self.described, name, default)
        if name != "command" and callable(value):
            value = value()
        return default if value is None else value

    def _mapping(self, value: t.Any, what: str) -> t.Dict[str, t.Any]:
        if not isinstance(value, dict):
            self._fail(f"{what} must be a dict", value)
        for key in value:
            if not isinstance(key, str):
                self._fail(f"a key of {what} must be a string", key)
        return value

    def _load_templates(self) -> None:
        folder = self._attribute("templates", "")
        if not folder:
            return
        if not isinstance(folder, str):
            self._fail("templates must be a string", folder)
        hooks.Filters.ENV_TEMPLATE_ROOTS.add_item(folder)
        hooks.Filters.ENV_TEMPLATE_TARGETS.add_items(
            [(f"{self.name}/apps", "plugins"), (f"{self.name}/build", "plugins")]
        )

    def _load_config(self) -> None:
        config = self._mapping(self._attribute("config", {}), "config")
        prefix = self.name.upper() + "_"
        for part, added, target in (
            ("add", prefix, hooks.Filters.CONFIG_UNIQUE),
            ("defaults", prefix, hooks.Filters.CONFIG_DEFAULTS),
            ("set", "", hooks.Filters.CONFIG_OVERRIDES),
        ):
            settings = self._mapping(config.get(part) or {}, f"config['{part}']")
            target.add_items([(added + key, value) for key, value in settings.items()])

    def _load_patches(self) -> None:
        patches = self._mapping(self._attribute("patches", {}), "patches")
        for name, content in patches.items():
            if not isinstance(content, str):
                self._fail(f"the content of patch '{name}' must be a string", content)
            hooks.Filters.ENV_PATCHES.add_item((name, content))

    def _load_hooks(self) -> None:
        described = self._mapping(self._attribute("hooks", {}), "hooks")
        self._load_tasks(described, "pre-init", _PRE_INIT_PRIORITY)
        self._load_tasks(described, "init", hooks.priorities.DEFAULT)
        for image, tag in self._tags(described, "build-image"):
            path = ("plugins", self.name, "build", image)
            hooks.Filters.IMAGES_BUILD.add_item((image, path, tag, ()))
        for image, tag in self._tags(described, "remote-image"):
            hooks.Filters.IMAGES_PULL.add_item((image, tag))
            hooks.Filters.IMAGES_PUSH.add_item((image, tag))

    def _load_tasks(self, described: t.Dict[str, t.Any], kind: str, priority: float) -> None:
        services = described.get(kind) or []
        if not isinstance(services, (list, tuple)):
            self._fail(f"hooks['{kind}'] must be a list", services)
        for service in services:
            if not isinstance(service, str):
                self._fail(f"a service of hooks['{kind}'] must be a string", service)
            script = env.read_template_file(self.name, "hooks", service, kind)
            hooks.Filters.CLI_DO_INIT_TASKS.add_item((service, script), priority=priority)

    def _tags(self, described: t.Dict[str, t.Any], kind: str) -> t.Iterator[tuple[str, str]]:
        images = self._mapping(described.get(kind) or {}, f"hooks['{kind}']")
        for image, tag in images.items():
            if not isinstance(tag, str):
                self._fail(f"the tag of image '{image}' must be a string", tag)
            yield image, tag

    def _load_command(self) -> None:
        command = self._attribute("command", None)
        if command is None:
            return
        if not isinstance(command, click.Command):
            self._fail("command must be a click command", command)
        command.name = self.name
        hooks.Filters.CLI_COMMANDS.add_item(command)
