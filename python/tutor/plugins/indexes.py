# SPDX-License-Identifier: Apache-2.0
"""What plugin indexes offer, as `tutor plugins update` fetched it."""

from __future__ import annotations

import os
import typing as t

import _tutor

from tutor import env, exceptions, fmt, hooks, serialize, utils
from tutor.__about__ import __version__
from tutor.exceptions import TutorError
from tutor.types import Config, get_typed

PLUGIN_INDEXES_KEY = "PLUGIN_INDEXES"
MAJOR_VERSION = int(__version__.split(".", maxsplit=1)[0])
RELEASE = env.get_release(__version__)


class Indexes:
    """Where the cache is."""

    CACHE_PATH = env.pathjoin(_tutor.root(), "plugins", "index", "cache.yml")


class CacheNotFound(TutorError):
    """Nothing was fetched yet."""


def _required(key: str) -> property:
    return property(lambda entry: entry.data[key])


def _optional(key: str) -> property:
    return property(lambda entry: entry.data.get(key, "").strip())


class IndexEntry:
    """What an index says of one plugin."""

    name, src, index = map(_required, ("name", "src", "index"))
    url, author, maintainer, description = map(
        _optional, ("url", "author", "maintainer", "description")
    )

    def __init__(self, data: t.Dict[str, str]):
        self.data = data

    @property
    def short_description(self) -> str:
        lines = self.description.splitlines()
        return lines[0][:128] if lines else ""

    def match(self, pattern: str) -> bool:
        """Whether name or description hold the pattern, in any case."""
        wanted = pattern.lower()
        return wanted in self.name.lower() or wanted in self.description.lower()


def get_all(config: Config) -> t.List[str]:
    """Addresses of the indexes."""
    return hooks.Filters.PLUGIN_INDEXES.apply(get_typed(config, PLUGIN_INDEXES_KEY, list, []))


def add(url: str, config: Config) -> bool:
    """Add an address to the setting; False when it is there already."""
    urls = get_typed(config, PLUGIN_INDEXES_KEY, list, [])
    url = hooks.Filters.PLUGIN_INDEX_URL.apply(url)
    if url in urls:
        return False
    config[PLUGIN_INDEXES_KEY] = [*urls, url]
    return True


def remove(url: str, config: Config) -> bool:
    """Remove an address from the setting; False when it is not there."""
    urls = get_typed(config, PLUGIN_INDEXES_KEY, list, [])
    url = hooks.Filters.PLUGIN_INDEX_URL.apply(url)
    config[PLUGIN_INDEXES_KEY] = [other for other in urls if other != url]
    return url in urls


def named_index_url(url: str) -> str:
    """Where the list of an index is, for this release."""
    if utils.is_http(url):
        return f"{url.rstrip('/')}/{RELEASE}/plugins.yml"
    return os.path.join(url, RELEASE, "plugins.yml")


def validate_index(plugins: t.Any) -> t.List[t.Dict[str, str]]:
    """The entries that have what an entry needs."""
    if not isinstance(plugins, list):
        raise TutorError("Invalid plugin index: it must be a list")
    found = []
    for entry in plugins:
        if isinstance(entry, dict) and all(
            isinstance(entry.get(key), str) for key in ("name", "src")
        ):
            found.append({**entry, "name": entry["name"].lower()})
        else:
            fmt.echo_error(f"Invalid entry of a plugin index is left out: {entry!r}")
    return found


def parse_index(content: str) -> t.List[t.Dict[str, str]]:
    return validate_index(serialize.load(content))


def fetch_url(url: str) -> t.List[t.Dict[str, str]]:
    """The entries of one list."""
    return [{**entry, "index": url} for entry in parse_index(utils.read_url(url))]


def deduplicate_plugins(plugins: t.List[t.Dict[str, str]]) -> t.List[t.Dict[str, str]]:
    """One entry for each name, the last one, sorted."""
    by_name = {entry["name"]: entry for entry in plugins}
    return [by_name[name] for name in sorted(by_name)]


def fetch(config: Config) -> t.List[t.Dict[str, str]]:
    """The entries of all indexes."""
    found = []
    for url in get_all(config):
        found += fetch_url(named_index_url(url))
    return deduplicate_plugins(found)


def save_cache(plugins: t.List[t.Dict[str, str]]) -> str:
    """Write the cache; its path."""
    env.write_to(serialize.dumps(plugins), Indexes.CACHE_PATH)
    return Indexes.CACHE_PATH


def load_cache() -> t.List[t.Dict[str, str]]:
    try:
        with open(Indexes.CACHE_PATH, encoding="utf-8") as file:
            return validate_index(serialize.load(file.read()))
    except FileNotFoundError as error:
        raise CacheNotFound(
            "No plugin index was fetched yet: run tutor plugins update"
        ) from error


def iter_cache_entries() -> t.Iterator[IndexEntry]:
    for data in load_cache():
        yield IndexEntry(data)


def find_in_cache(name: str) -> IndexEntry:
    for entry in iter_cache_entries():
        if entry.name == name.lower():
            return entry
    raise TutorError(f"No plugin index knows a plugin '{name}'")
