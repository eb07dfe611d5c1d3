#!/usr/bin/env python3
"""Writes .exp and .err of every golden case below a folder with Python's Jinja2.

  make_golden.py tests/golden/jinja        (needs jinja2 3.1.6)

The cases' format is described in golden_jinja.cpp. ORACLE beside the cases names the versions.
"""
import json
import pathlib
import platform
import sys

import jinja2

from reference import decode


def render(text):
    head, source = text.split("\n---\n", 1)
    context = decode(json.loads(head))
    options = dict(context.get("$env", {}))
    undefined = getattr(jinja2, options.pop("undefined", "StrictUndefined"))
    policies = options.pop("policies", {})
    environment = jinja2.Environment(
        undefined=undefined,
        loader=jinja2.DictLoader(context.get("$templates", {})),
        **options,
    )
    environment.policies.update(policies)
    return environment.from_string(source).render(context)


def main():
    root = pathlib.Path(sys.argv[1])
    for case in sorted(root.rglob("*.in")):
        try:
            output, extension = render(case.read_text(encoding="utf-8")), ".exp"
        except Exception as error:
            output, extension = f"{type(error).__name__}: {error}", ".err"
        case.with_suffix(".err" if extension == ".exp" else ".exp").unlink(missing_ok=True)
        case.with_suffix(extension).write_text(output, encoding="utf-8")
    (root / "ORACLE").write_text(
        f"Jinja2 {jinja2.__version__}, Python {platform.python_version()}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
