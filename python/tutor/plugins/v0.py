# SPDX-License-Identifier: Apache-2.0
"""Plugins of API v0, as contributions to the hooks."""

from __future__ import annotations

import glob
import importlib
import importlib.metadata
import importlib.util
import os
import types
import typing as t

import click

from tutor import env, exceptions, hooks, serialize
from tutor._host import discovery
from tutor.types import Config, get_typed

from .base import PLUGINS_ROOT

# The core's mysql task runs just before, its lms task after.
_PRE_INIT_PRIORITY = 9.9


def load_described(name: str, described: t.Any) -> None:
    """Add what the attributes of a module or object describe."""
    _Described(name, described)._load()


class BasePlugin:
    """A plugin whose object `obj` describes it; making one makes the plugin known."""

    def __init__(self, name: str, loader: t.Optional[t.Any] = None):
        if not isinstance(name, str):
            raise exceptions.TutorError(
                f"Invalid plugin: its name must be a string, got {name.__class__.__name__}"
            )
        self.name = name
        self.loader = loader
        self.obj: t.Any = None
        self._discover()

    def _discover(self) -> None:
        discovery.add(self.name, self._version() or "", self._load)

    def _load(self) -> None:
        self._load_obj()
        self._load_templates_root()  # first: tasks read scripts from there
        self._load_config()
        self._load_patches()
        self._load_tasks()
        self._load_command()

    def _load_obj(self) -> None:
        """Set `obj`."""
        raise NotImplementedError

    def _version(self) -> t.Optional[str]:
        return None

    def _fail(self, what: str, found: t.Any) -> t.NoReturn:
        raise exceptions.TutorError(
            f"Invalid plugin '{self.name}': {what}, got {found.__class__.__name__}"
        )

    def _attribute(self, name: str, default: t.Any) -> t.Any:
        value = getattr(self.obj, name, default)
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

    def _load_templates_root(self) -> None:
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

    def _load_tasks(self) -> None:
        described = self._mapping(self._attribute("hooks", {}), "hooks")
        self._load_init(described, "pre-init", _PRE_INIT_PRIORITY)
        self._load_init(described, "init", hooks.priorities.DEFAULT)
        for image, tag in self._tags(described, "build-image"):
            path = ("plugins", self.name, "build", image)
            hooks.Filters.IMAGES_BUILD.add_item((image, path, tag, ()))
        for image, tag in self._tags(described, "remote-image"):
            hooks.Filters.IMAGES_PULL.add_item((image, tag))
            hooks.Filters.IMAGES_PUSH.add_item((image, tag))

    def _load_init(self, described: t.Dict[str, t.Any], kind: str, priority: float) -> None:
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


class _Described(BasePlugin):
    """A plugin that the program has found."""

    def __init__(self, name: str, described: t.Any):  # pylint: disable=super-init-not-called
        self.name = name
        self.loader = self.obj = described

    def _load_obj(self) -> None:
        """It is there."""


class DictPlugin(BasePlugin):
    """A plugin that a dict describes, with its "name" and perhaps "version"."""

    def __init__(self, data: Config):
        name = data.get("name")
        if name is None:
            raise exceptions.TutorError("Invalid plugin: 'name' is missing")
        super().__init__(t.cast(str, name), data)

    def _load_obj(self) -> None:
        self.obj = types.SimpleNamespace(**self.loader)

    def _version(self) -> t.Optional[str]:
        return get_typed(self.loader, "version", str, "")

    @classmethod
    def discover_all(cls) -> None:
        """Make the YAML files known that are in the folder of plugins, and not known yet."""
        for path in sorted(glob.glob(os.path.join(PLUGINS_ROOT, "*.yml"))):
            with open(path, encoding="utf-8") as file:
                data = serialize.load(file)
            if not isinstance(data, dict):
                raise exceptions.TutorError(f"Invalid plugin: {path} must hold a mapping")
            if data.get("name") not in _known():
                cls(data)


class EntrypointPlugin(BasePlugin):
    """A plugin of a package, described by a module."""

    ENTRYPOINT = "tutor.plugin.v0"

    def __init__(self, entrypoint: t.Any):
        super().__init__(entrypoint.name, entrypoint)

    def _load_obj(self) -> None:
        self.obj = self.loader.load()

    def _version(self) -> t.Optional[str]:
        return None if self.loader.dist is None else str(self.loader.dist.version)

    @classmethod
    def discover_all(cls) -> None:
        """Make the plugins of packages known that are not known yet."""
        for entrypoint in importlib.metadata.entry_points(group=cls.ENTRYPOINT):
            if entrypoint.name not in _known():
                cls(entrypoint)


class OfficialPlugin(BasePlugin):
    """A plugin of a package `tutorNAME`, whose entry point need not be readable."""

    NAMES = ["android", "discovery", "forum", "license", "mfe", "minio", "notes", "xqueue"]

    def _load_obj(self) -> None:
        self.obj = importlib.import_module(f"tutor{self.name}.plugin")

    def _version(self) -> t.Optional[str]:
        try:
            about = importlib.import_module(f"tutor{self.name}.__about__")
        except ModuleNotFoundError:
            return None
        return str(about.__version__)

    @classmethod
    def discover_all(cls) -> None:
        """Make those known that are installed, and not known yet."""
        for name in cls.NAMES:
            if name not in _known() and importlib.util.find_spec(f"tutor{name}") is not None:
                cls(name)


def _known() -> t.Set[str]:
    return set(hooks.Filters.PLUGINS_INSTALLED.iterate())


def get_callable_attr(
    plugin: t.Any, attr_name: str, default: t.Optional[t.Any] = None
) -> t.Optional[t.Any]:
    """An attribute, or what it gives when it is a function."""
    value = getattr(plugin, attr_name, default)
    return value() if callable(value) else value
