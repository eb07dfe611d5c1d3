# SPDX-License-Identifier: Apache-2.0
"""What bench/jinja renders: templates, context, and stand-ins for the functions that templates
call, so that all engines have the same work."""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
MICRO = TOP.parent / "shared" / "conformance" / "jinja" / "micro"
GLOBAL_NAMES = (
    "HOST_SELINUX", "HOST_USER_ID", "TUTOR_APP", "TUTOR_BRANCH_IS_MAIN", "TUTOR_VERSION", "TUTOR_VERSION_MAJOR",
    "TUTOR_VERSION_MINOR",
)


def workload(templates, main, context, **more):
    parts = {"strict": False, "functions": {}, "filters": {}, **more}
    return {"templates": templates, "main": main, "context": context, **parts}


def micro():
    """Name and workload of each of the templates handed out beside the checkout, with the text
    that they must give; empty when they are not there."""
    found = {}
    for folder in sorted(MICRO.glob("*")):
        texts = {
            file.name: file.read_text()
            for file in sorted(folder.glob("*.txt")) if file.name != "expected.txt"
        }
        context = json.loads((folder / "context.json").read_text())
        found[folder.name] = (
            workload(texts, ["main.txt"], context), (folder / "expected.txt").read_text()
        )
    return found


def settings(program):
    """Every setting of a fresh project, rendered, as the program computes them."""
    names = list(GLOBAL_NAMES)
    for layer in ("base", "defaults"):
        text = (TOP / "templates" / "config" / f"{layer}.yml").read_text()
        names += re.findall(r"^([A-Z0-9_]+):", text, re.MULTILINE)
    pairs = ", ".join(f'"{name}": {name}|default(false)' for name in names)
    with tempfile.TemporaryDirectory() as root:
        environment = {
            **os.environ, "TUTOR_ROOT": root, "TUTOR_PLUGINS_ROOT": f"{root}/plugins",
            "LANG": "C.UTF-8",
        }

        def run(*words):
            return subprocess.run(
                [program, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
                text=True,
            ).stdout

        run("config", "save", "--env-only", "--set", "PLUGINS=[]")
        run("config", "save", "--set", "ALL={{ {%s}|tojson }}" % pairs)
        return json.loads(run("config", "printvalue", "ALL"))


def environment(program):
    """All templates of this project with the settings of a fresh one and no plugins. What needs
    OpenSSL or the disk is looked up in tables."""
    folder = TOP / "templates"
    texts = {
        str(file.relative_to(folder)): file.read_text()
        for file in sorted(folder.rglob("*")) if file.is_file() and file.parent != folder / "config"
    }
    main = [name for name in texts if "/partials/" not in name]
    context = settings(program)
    workers = {
        f"iter_{variant}_celery_parameters": [
            "celery", f"--app={variant}.celery", "worker", "--loglevel=info",
            f"--hostname=edx.{variant}.core.default.%h", "--max-tasks-per-child=100",
        ]
        for variant in ("lms", "cms")
    }
    walks = {
        prefix: [name for name in main if name.startswith(prefix)]
        for prefix in re.findall(r'"([^"]*)"\|walk_templates', "".join(texts.values()))
    }
    key = {part: part * 342 for part in ("e", "d", "n", "p", "q", "dq", "dp", "invq")}
    return workload(
        texts, main, context, strict=True,
        functions={
            "patch": "", "iter_mounts": [], "iter_mounted_directories": [], "iter_values_named": [],
            **workers,
        },
        filters={
            "walk_templates": walks,
            "rsa_import_key": {context["JWT_RSA_PRIVATE_KEY"]: key},
            "long_to_base64": {},
        },
    )
