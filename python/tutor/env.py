# SPDX-License-Identifier: Apache-2.0
"""The environment: what templates render to. All rendering is the program's own."""

from __future__ import annotations

import os
import shutil
import typing as t

import _tutor

from . import exceptions, fmt, hooks, plugins, utils
from .__about__ import __app__, __version__
from ._host.engine import JinjaEnvironment
from .types import Config, ConfigValue

TEMPLATES_ROOT: str
VERSION_FILENAME = "version"
BIN_FILE_EXTENSIONS = [
    ".ico", ".jpg", ".otf", ".patch", ".png", ".ttf", ".webp", ".woff", ".woff2"
]
JinjaFilter = t.Callable[..., t.Any]

_RELEASES = {
    "0": "ironwood", "3": "ironwood", "10": "juniper", "11": "koa", "12": "lilac", "13": "maple",
    "14": "nutmeg", "15": "olive", "16": "palm", "17": "quince", "18": "redwood", "19": "sumac",
    "20": "teak", "21": "ulmo",
}


def __getattr__(name: str) -> t.Any:
    # The core's templates are files only once somebody asks where they are.
    if name == "TEMPLATES_ROOT":
        globals()[name] = _tutor.templates_root()
        return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Renderer:
    """Renders with one configuration."""

    def __init__(self, config: t.Optional[Config] = None):
        self.config = {} if config is None else config
        self.environment = JinjaEnvironment()
        # What a subclass makes of these, templates see.
        for name in ("patch", "iter_values_named"):
            if getattr(type(self), name) is not getattr(Renderer, name):
                self.environment.globals[name] = getattr(self, name)
        if type(self).walk_templates is not Renderer.walk_templates:
            self.environment.filters["walk_templates"] = self.walk_templates

    def render_str(self, text: str) -> str:
        return self.environment.from_string(text).render(self.config)

    def render_template(self, template_name: str) -> t.Union[str, bytes]:
        if not is_rendered(template_name):
            return self.environment.read_bytes(template_name)
        return self.environment.get_template(template_name).render(self.config)

    def render_all_to(self, dst: str, *prefix: str) -> None:
        for name in self.iter_templates_in(*prefix):
            write_to(self.render_template(name), os.path.join(dst, name))

    def iter_templates_in(self, *prefix: str) -> t.Iterable[str]:
        yield from _tutor.templates("/".join(prefix))

    def walk_templates(self, subdir: str) -> t.Iterable[str]:
        yield from self.iter_templates_in(subdir + "/")

    def iter_values_named(
        self,
        prefix: t.Optional[str] = None,
        suffix: t.Optional[str] = None,
        allow_empty: bool = False,
    ) -> t.Iterable[ConfigValue]:
        for name, value in self.config.items():
            if name.startswith(prefix or "") and name.endswith(suffix or ""):
                if value or allow_empty:
                    yield value

    def patch(self, name: str, separator: str = "\n", suffix: str = "") -> str:
        config = {**self.config, "_name": name, "_separator": separator, "_suffix": suffix}
        text = "{{ patch(_name, _separator, _suffix) }}"
        # Not as a subclass has it: that may be what calls this.
        return self.environment.render(lambda values: _tutor.render_text(values, text), config, "patch")


class PatchRenderer(Renderer):
    """Lists where patches are called."""

    def render_all(self, *prefix: str) -> None:
        for name in self.iter_templates_in(*prefix):
            self.render_template(name)

    def print_patches_locations(self) -> None:
        _tutor.run_command(["config", "patches", "list"])


def save(root: str, config: Config) -> None:
    """Render the whole environment and write what differs."""
    _tutor.save_environment(root, config)


def save_all_from(prefix: str, dst: str, config: Config) -> None:
    """Render the templates whose path begins with `prefix` into a folder."""
    Renderer(config).render_all_to(dst, prefix)


def write_to(content: t.Union[str, bytes], path: str) -> None:
    utils.ensure_file_directory_exists(path)
    if isinstance(content, bytes):
        with open(path, mode="wb") as file:
            file.write(content)
    else:
        with open(path, mode="w", encoding="utf-8", newline="") as file:
            file.write(content)


def render_file(config: Config, *path: str) -> t.Union[str, bytes]:
    """A template of any root; bytes when it is one that is copied as it is."""
    name = "/".join(path)
    if not is_rendered(name):
        return _read(name)
    return _tutor.render_template(config, name)


def render_unknown(config: Config, value: t.Any) -> t.Any:
    """Strings rendered, in lists and dicts too; everything else as it is."""
    if isinstance(value, str):
        return render_str(config, value)
    if isinstance(value, dict):
        return {key: render_unknown(config, item) for key, item in value.items()}
    if isinstance(value, list):
        return [render_unknown(config, item) for item in value]
    return value


def render_str(config: Config, text: str) -> str:
    return _tutor.render_text(config, text)


def is_rendered(path: str) -> bool:
    return _tutor.is_rendered(path)


def is_binary_file(path: str) -> bool:
    return os.path.splitext(path)[1] in BIN_FILE_EXTENSIONS


def read_template_file(*path: str) -> str:
    """The text of a template of any root, not rendered."""
    return _read("/".join(path)).decode("utf-8")


def read_core_template_file(*path: str) -> str:
    """The text of one of the core's own templates, not rendered."""
    return read_template_file(*path)


def _read(name: str) -> bytes:
    content = _tutor.read_template(name)
    if content is None:
        raise exceptions.TutorError(f"Template '{name}' does not exist")
    return content


def check_is_up_to_date(root: str) -> None:
    """An alert when the environment was made by another version."""
    if not is_up_to_date(root):
        fmt.echo_alert(
            f"The environment in '{base_dir(root)}' was made by version {current_version(root)}, "
            f'this is version {__version__}: run "tutor config save"'
        )


def is_up_to_date(root: str) -> bool:
    return current_version(root) in (None, __version__)


def current_version(root: str) -> t.Optional[str]:
    """The version that made the environment; None when there is none."""
    path = pathjoin(root, VERSION_FILENAME)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def should_upgrade_from_release(root: str) -> t.Optional[str]:
    """The release of the environment when it is another one than ours."""
    release = get_env_release(root)
    return None if release in (None, get_current_open_edx_release_name()) else release


def get_env_release(root: str) -> t.Optional[str]:
    version = current_version(root)
    return None if version is None else get_release(version)


def get_current_open_edx_release_name() -> str:
    return get_release(__version__)


def get_release(version: str) -> str:
    """The name of the Open edX release that a version stands for."""
    major = version.split(".", maxsplit=1)[0]
    if major not in _RELEASES:
        raise exceptions.TutorError(f"Version {version} stands for no known release")
    return _RELEASES[major]


def upgrade_obsolete(_root: str) -> None:
    """Nothing to do."""


def delete_env_dir(root: str) -> None:
    shutil.rmtree(base_dir(root), ignore_errors=True)


def root_dir(root: str) -> str:
    return os.path.abspath(root)


def base_dir(root: str) -> str:
    return os.path.join(root_dir(root), "env")


def pathjoin(root: str, *path: str) -> str:
    """A path in the environment."""
    return os.path.join(base_dir(root), *path)


def data_path(root: str, *path: str) -> str:
    """A path in the folder of what containers store."""
    return os.path.join(root_dir(root), "data", *path)
