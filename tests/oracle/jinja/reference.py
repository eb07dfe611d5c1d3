# SPDX-License-Identifier: Apache-2.0
"""Jinja2's answer to a case of the format that `jinja-cases` reads.

A case has `env` (options), `templates`, `source` or `name`, and `context`. Values that JSON does
not have are objects with one key: $tuple, $dict (pairs), $float (a string), $markup, $range.
"""
import functools
import json

import jinja2
from markupsafe import Markup

TAGS = {
    "$tuple": lambda items: tuple(decode(item) for item in items),
    "$dict": lambda pairs: {decode(key): decode(item) for key, item in pairs},
    "$float": float,
    "$markup": Markup,
    "$range": lambda bounds: range(*bounds),
}


def decode(value):
    if isinstance(value, list):
        return [decode(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, item),) = value.items()
        if key in TAGS:
            return TAGS[key](item)
    return {key: decode(item) for key, item in value.items()}


def make_environment(options, templates, named=False):
    options = dict(options)
    undefined = getattr(jinja2, options.pop("undefined", "Undefined"))
    policies = decode(options.pop("policies", {}))
    variables = decode(options.pop("globals", {}))
    if isinstance(options.get("autoescape"), dict):
        options["autoescape"] = jinja2.select_autoescape()
    loader = jinja2.DictLoader(templates) if templates or named else None
    environment = jinja2.Environment(undefined=undefined, loader=loader, **options)
    environment.policies.update(policies)
    environment.globals.update(variables)
    return environment


@functools.lru_cache(maxsize=64)
def shared_environment(options):
    return make_environment(json.loads(options), {})


def answer(case):
    """{"output": …} or {"error": class, "message": …, "lineno": … of a syntax error}."""
    try:
        options, templates = case.get("env") or {}, case.get("templates") or {}
        named = case.get("name") is not None
        if templates or named or "globals" in options:
            environment = make_environment(options, templates, named)
        else:
            environment = shared_environment(json.dumps(options, sort_keys=True))
        if named:
            template = environment.get_template(case["name"])
        else:
            template = environment.from_string(case["source"])
        return {"output": template.render(decode(case.get("context") or {}))}
    except Exception as error:
        found = {"error": type(error).__name__, "message": str(error)}
        if isinstance(error, jinja2.TemplateSyntaxError):
            found["lineno"] = error.lineno
        return found
