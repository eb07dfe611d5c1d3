# SPDX-License-Identifier: Apache-2.0
"""The named hooks. What each carries: docs/plugins."""

from __future__ import annotations

import _tutor

from tutor.core.hooks import Action, Context, Filter


def _action(name: str) -> Action:
    native = _tutor.actions.get(name)
    return Action() if native is None else Action._of(native)


def _filter(name: str) -> Filter:
    native = _tutor.filters.get(name)
    return Filter() if native is None else Filter._of(native)


class Actions:
    """Events that plugins are told of."""

    COMPOSE_PROJECT_STARTED = _action("COMPOSE_PROJECT_STARTED")
    CONFIG_INTERACTIVE = _action("CONFIG_INTERACTIVE")
    CONFIG_LOADED = _action("CONFIG_LOADED")
    CORE_READY = _action("CORE_READY")
    DO_JOB = _action("DO_JOB")
    PLUGINS_LOADED = _action("PLUGINS_LOADED")
    PLUGIN_LOADED = _action("PLUGIN_LOADED")
    PLUGIN_UNLOADED = _action("PLUGIN_UNLOADED")
    PROJECT_ROOT_READY = _action("PROJECT_ROOT_READY")


class Filters:
    """Values that plugins change."""

    APP_PUBLIC_HOSTS = _filter("APP_PUBLIC_HOSTS")
    CLI_COMMANDS = _filter("CLI_COMMANDS")
    CLI_DO_COMMANDS = _filter("CLI_DO_COMMANDS")
    CLI_DO_INIT_TASKS = _filter("CLI_DO_INIT_TASKS")
    CMS_WORKER_COMMAND = _filter("CMS_WORKER_COMMAND")
    COMPOSE_MOUNTS = _filter("COMPOSE_MOUNTS")
    CONFIG_DEFAULTS = _filter("CONFIG_DEFAULTS")
    CONFIG_OVERRIDES = _filter("CONFIG_OVERRIDES")
    CONFIG_UNIQUE = _filter("CONFIG_UNIQUE")
    CONFIG_USER = _filter("CONFIG_USER")
    DOCKER_BUILD_COMMAND = _filter("DOCKER_BUILD_COMMAND")
    ENV_PATCHES = _filter("ENV_PATCHES")
    ENV_PATTERNS_IGNORE = _filter("ENV_PATTERNS_IGNORE")
    ENV_PATTERNS_INCLUDE = _filter("ENV_PATTERNS_INCLUDE")
    ENV_TEMPLATE_FILTERS = _filter("ENV_TEMPLATE_FILTERS")
    ENV_TEMPLATE_ROOTS = _filter("ENV_TEMPLATE_ROOTS")
    ENV_TEMPLATE_TARGETS = _filter("ENV_TEMPLATE_TARGETS")
    ENV_TEMPLATE_VARIABLES = _filter("ENV_TEMPLATE_VARIABLES")
    IMAGES_BUILD = _filter("IMAGES_BUILD")
    IMAGES_BUILD_MOUNTS = _filter("IMAGES_BUILD_MOUNTS")
    IMAGES_BUILD_REQUIRED = _filter("IMAGES_BUILD_REQUIRED")
    IMAGES_PULL = _filter("IMAGES_PULL")
    IMAGES_PUSH = _filter("IMAGES_PUSH")
    IS_FILE_RENDERED = _filter("IS_FILE_RENDERED")
    LMS_WORKER_COMMAND = _filter("LMS_WORKER_COMMAND")
    MOUNTED_DIRECTORIES = _filter("MOUNTED_DIRECTORIES")
    PLUGINS_INFO = _filter("PLUGINS_INFO")
    PLUGINS_INSTALLED = _filter("PLUGINS_INSTALLED")
    PLUGINS_LOADED = _filter("PLUGINS_LOADED")
    PLUGIN_INDEXES = _filter("PLUGIN_INDEXES")
    PLUGIN_INDEX_ENTRY_TO_INSTALL = _filter("PLUGIN_INDEX_ENTRY_TO_INSTALL")
    PLUGIN_INDEX_URL = _filter("PLUGIN_INDEX_URL")
    TESTS = _filter("TESTS")


class Contexts:
    """On whose behalf callbacks are added."""

    APP: dict[str, Context] = {}
    PLUGINS = Context("plugins")
    PLUGINS_V0_YAML = Context("plugins:v0:yaml")
    PLUGINS_V0_ENTRYPOINT = Context("plugins:v0:entrypoint")

    @classmethod
    def app(cls, name: str) -> Context:
        """The context of a plugin, or of a part of the core such as "lms"."""
        return cls.APP.setdefault(name, Context(f"app:{name}"))
