# SPDX-License-Identifier: Apache-2.0
"""Django settings: executed against a stand-in for edx-platform, which has the
structures that settings change and records whatever else is done to it."""
import builtins
import contextlib
import copy
import importlib.abc
import importlib.machinery
import json
import os
import pathlib
import sys
import types
import warnings



class Unknown:
    """A name that the stand-in does not have: it writes down what is done."""

    def __init__(self, expression, journal):
        self._expression = expression
        self._journal = journal

    def __repr__(self):
        return f"<{self._expression}>"

    def _derive(self, expression):
        return Unknown(expression, self._journal)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._derive(f"{self._expression}.{name}")

    def __getitem__(self, key):
        return self._derive(f"{self._expression}[{key!r}]")

    def __setitem__(self, key, value):
        self._journal.append(f"{self._expression}[{key!r}] = {value!r}")

    def __call__(self, *args, **kwargs):
        words = [repr(arg) for arg in args] + [f"{k}={v!r}" for k, v in sorted(kwargs.items())]
        expression = f"{self._expression}({', '.join(words)})"
        self._journal.append(expression)
        return self._derive(expression)

    def __add__(self, other):
        return self._derive(f"{self._expression} + {other!r}")

    def __radd__(self, other):
        return self._derive(f"{other!r} + {self._expression}")

    def __truediv__(self, other):
        return self._derive(f"{self._expression} / {other!r}")

    def __iter__(self):
        return iter(())

    def __contains__(self, item):
        return False

    def __bool__(self):
        return True

    def __fspath__(self):
        return f"<{self._expression}>"


class Namespace(dict):
    """The globals of a settings module; missing names become Unknown."""

    def __init__(self, journal, *args):
        super().__init__(*args)
        self.journal = journal

    def __missing__(self, name):
        if hasattr(builtins, name) or name.startswith("__"):
            raise KeyError(name)
        return Unknown(name, self.journal)


def common(variant):
    """What edx-platform's common settings provide to those compared here."""
    stores = [
        {"NAME": name, "ENGINE": name, "DOC_STORE_CONFIG": {"collection": "modulestore"}, "OPTIONS": {"fs_root": "x"}}
        for name in ("split", "draft")
    ]
    return {
        "FEATURES": {},
        "INSTALLED_APPS": ["first.app", "lms.djangoapps.coursewarehistoryextended", "last.app"],
        "MIDDLEWARE": ["first.Middleware"],
        "DATABASE_ROUTERS": [
            "openedx.core.lib.django_courseware_routers.StudentModuleHistoryExtendedRouter",
        ],
        "MODULESTORE": {"default": {"ENGINE": "mixed", "OPTIONS": {"mappings": {}, "stores": stores}}},
        "CACHES": {"staticfiles": {}},
        "LOGGING": {
            "version": 1,
            "handlers": {"console": {}, "local": {}, "tracking": {}},
            "loggers": {"tracking": {"handlers": ["tracking"]}, "": {"handlers": ["console"]}},
        },
        "JWT_AUTH": {"JWT_ALGORITHM": "HS256"},
        "CODE_JAIL": {"python_bin": "/usr/bin/python", "user": "sandbox"},
        "REGISTRATION_EXTRA_FIELDS": {"honor_code": "required", "terms_of_service": "hidden"},
        "PROFILE_IMAGE_BACKEND": {"class": "storage", "options": {"location": "x", "base_url": "y"}},
        "VIDEO_IMAGE_SETTINGS": {"STORAGE_KWARGS": {"location": "x"}},
        "VIDEO_TRANSCRIPTS_SETTINGS": {"STORAGE_KWARGS": {"location": "x"}},
        "WEBPACK_LOADER": {"DEFAULT": {"STATS_FILE": "x"}, "WORKERS": {"STATS_FILE": "y"}},
        "IDA_LOGOUT_URI_LIST": [],
        "LOGIN_REDIRECT_WHITELIST": [],
        "CORS_ORIGIN_WHITELIST": [],
        "CSRF_TRUSTED_ORIGINS": [],
        "COMPREHENSIVE_THEME_DIRS": [],
        "LOCALE_PATHS": [],
        "AUTHENTICATION_BACKENDS": [],
        "DOC_STORE_CONFIG": {"host": "x", "user": "edxapp", "password": "password"},
        "STATIC_ROOT": pathlib.PurePosixPath("/static/" + variant),
        "STATIC_ROOT_BASE": None,
        "MEDIA_ROOT": "/media/",
        "ENV_ROOT": pathlib.PurePosixPath("/openedx"),
        "SERVICE_VARIANT": variant,
        "corsheaders_default_headers": ("accept", "x-csrftoken"),
        "SYSTEM_WIDE_ROLE_CLASSES": ["enterprise.SystemWideEnterpriseUserRoleAssignment"],
        "path": pathlib.PurePosixPath,
        "DEBUG": False,
    }


def production(variant, tokens):
    """The common settings with those of the YAML file on top."""
    settings = common(variant)
    for key, value in tokens.items():
        if key not in ("FEATURES", "JWT_AUTH"):
            settings[key] = copy.deepcopy(value)
    settings["FEATURES"].update(tokens.get("FEATURES") or {})
    settings["ENV_TOKENS"] = settings["AUTH_TOKENS"] = copy.deepcopy(tokens)
    settings["EMAIL_USE_TLS"] = tokens.get("EMAIL_USE_TLS", False)
    return settings


def meaning(env, path):
    """What the settings module at `path` changes, in the environment `env`."""
    parts = path.split("/")
    variant, mode = parts[-2], parts[-1].removesuffix(".py")
    import yaml  # pylint: disable=import-outside-toplevel # not needed for stand_in()

    config = pathlib.Path(env, "apps/openedx/config", f"{variant}.env.yml")
    base = {
        "production": lambda: production(variant, yaml.safe_load(config.read_text())),
        "devstack": lambda: production(variant, yaml.safe_load(config.read_text())),
        "test": lambda: common(variant),
        "common": lambda: common(variant),
    }
    journal, folders = [], set()
    namespace = Namespace(journal, {"__name__": f"{variant}.envs.tutor.{mode}", "__package__": f"{variant}.envs.tutor"})
    source = pathlib.Path(env, path).read_text()
    with stand_in(variant, base, journal), _recorded_effects(folders, journal):
        exec(compile(source, path, "exec"), namespace)  # pylint: disable=exec-used
    before = common(variant) if mode not in ("production", "development") else base["production"]()
    result = {
        name: _plain(value)
        for name, value in namespace.items()
        if (name.isupper() or name == "mongodb_parameters") and not (name in before and _plain(before[name]) == _plain(value))
    }
    result["(folders)"] = folders
    result["(other calls)"] = sorted(journal)
    return result


@contextlib.contextmanager
def stand_in(variant, base, journal):
    finder = _Finder(variant, base, journal)
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in finder.made:
            sys.modules.pop(name, None)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes every module that this Python lacks, on the spot."""

    def __init__(self, variant, base, journal):
        self.variant, self.base, self.journal = variant, base, journal
        self.made = []

    def find_spec(self, fullname, path=None, target=None):
        self.made.append(fullname)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__ = []
        if spec.name.startswith(f"{self.variant}.envs.") and spec.name.split(".")[-1] in self.base:
            module.__dict__.update(self.base[spec.name.split(".")[-1]]())
        elif spec.name == "xmodule.modulestore.modulestore_settings":
            module.update_module_store_settings = _update_module_store_settings
        elif spec.name == "path":
            module.Path = module.path = pathlib.PurePosixPath
        elif spec.name == "corsheaders.defaults":
            module.default_headers = ("accept", "x-csrftoken")
        module.__getattr__ = lambda name: _unknown_attribute(spec.name, name, self.journal)
        return module

    def exec_module(self, module):
        pass


def _unknown_attribute(module, name, journal):
    if name.startswith("__"):
        raise AttributeError(name)
    if name.endswith("Warning"):
        return type(name, (Warning,), {"__module__": module})
    return Unknown(f"{module}.{name}", journal)


def _update_module_store_settings(setting, doc_store_settings=None, module_store_options=None, **_):
    """What edx-platform's function of this name does to each store."""
    for store in setting["default"]["OPTIONS"]["stores"]:
        store["OPTIONS"].update(module_store_options or {})
        store["DOC_STORE_CONFIG"].update(doc_store_settings or {})


@contextlib.contextmanager
def _recorded_effects(folders, journal):
    """What settings do to the process: folders that they make, warnings that
    they silence."""
    makedirs, exists, filters = os.makedirs, os.path.exists, warnings.filters[:]
    os.makedirs = lambda path, *args, **kwargs: folders.add(str(path).rstrip("/"))
    os.path.exists = lambda path: False
    try:
        yield
    finally:
        os.makedirs, os.path.exists = makedirs, exists
        for action, message, category, module, _ in warnings.filters:
            if (action, message, category, module, _) not in filters:
                pattern = getattr(message, "pattern", message)
                journal.append(f"warnings: {action} {category.__name__} {pattern!r} {module!r}")
        warnings.filters[:] = filters


def _plain(value):
    """Values that can be compared: tuples as lists, JSON text as its content."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        if value.startswith("{"):
            with contextlib.suppress(ValueError):
                return json.loads(value)
        return value
    if isinstance(value, (bool, int, float, type(None))):
        return value
    if isinstance(value, pathlib.PurePath):
        return str(value)
    return repr(value)
