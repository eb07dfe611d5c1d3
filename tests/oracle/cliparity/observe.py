# SPDX-License-Identifier: Apache-2.0
"""What a command line did, in a form that can be compared: a mapping of aspects.

Always: exit status, calls, config.yml, files, shape of both streams. `out` of a case adds:

  exact    standard output, to the byte
  yaml     standard output as a YAML document
  addresses  lines that are a URL
  help     usage, options and commands of a help text
  words    lines of standard output, in any order, up to a tab
  values   lines of a table or list, without trailing blanks
"""
import re
import shlex

import yaml

from . import processes

_ADDRESS = re.compile(r"^[^\w\n#]*(https?://\S+)$", re.MULTILINE)


def observe(world, finished, case, is_last):
    """The aspects of one run; `out` is about the last of a case."""
    out = world.normal(processes.without_colours(finished.out))
    error = world.normal(processes.without_colours(finished.error))
    calls = world.calls()[world.calls_read :]
    world.calls_read += len(calls)
    seen = {
        "status": finished.status,
        "calls": [_call_text(world, words, facts, out) for words, facts in calls],
        "scripts": [script for script in (_script(words) for words, _ in calls) if script is not None],
        "titles": len(re.findall(r"={16,}$", out, re.MULTILINE)) // 2,
        "stderr": _shape_of_error(error, finished.status),
    }
    if case.get("terminal") is not None:
        seen["colours"] = {"out": processes.colours(finished.out), "error": processes.colours(finished.error)}
    for view in _as_list(case.get("out", [])) if is_last else []:
        seen[f"out-{view}"] = _VIEWS[view](out)
    for name in _as_list(case.get("shows", [])):
        seen[f"shows {name}"] = name in out or name in error
    return seen


def final_state(world):
    """What is left on disk."""
    return {"config": world.config(), "files": world.files()}


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _script_at(words):
    """Where the script of a job stands in the words of a call."""
    return len(words) - 1 if words[-4:-1] == ["sh", "-e", "-c"] and words[-5:-4] and words[-5].endswith("-job") else None


def _script(words):
    at = _script_at(words)
    return None if at is None else words[at]


def _call_text(world, words, facts, out):
    """One call, and whether it was shown first; the script of a job is compared by itself."""
    at = _script_at(words)
    text = _short(world.normal(shlex.join(words if at is None else [*words[:at], "(script)"])))
    shown = world.normal(shlex.join(words if at is None else words[:at])) in out
    return text + ("" if shown else "  # not shown") + (f"  # {facts}" if facts else "")


# As the contract abbreviates them.
_ENV = "$WORK/root/env"
_SHORT = {
    f"docker compose -f {_ENV}/local/docker-compose.yml -f {_ENV}/local/docker-compose.prod.yml"
    " --project-name tutor_local ": "DCL ",
    f"docker compose -f {_ENV}/local/docker-compose.yml -f {_ENV}/dev/docker-compose.yml"
    " --project-name tutor_dev ": "DCD ",
    f" -f {_ENV}/local/docker-compose.jobs.yml -f {_ENV}/dev/docker-compose.jobs.yml run": " JD run",
    f" -f {_ENV}/local/docker-compose.jobs.yml run": " JL run",
}


def _short(text):
    for long, short in _SHORT.items():
        text = text.replace(long, short)
    return text


def _shape_of_error(text, status):
    """Kinds of lines on standard error; usage errors in full."""
    shape = {
        "alerts": sorted(_alert(line) for line in text.splitlines() if line.startswith("\u26a0")),
        "failure": _failure(text),
    }
    if status == 2:
        lines = [line for line in text.splitlines() if not line.startswith(("\u26a0", "Hint:"))]
        # What is wrong with a KEY=VALUE is told in everybody's own words.
        shape["usage"] = re.sub(r": '.*of the form.*", ": (form)", "\n".join(lines).strip())
    return shape


def _failure(text):
    """How standard error tells of a failure."""
    if "Traceback (most recent call last)" in text:
        return "traceback"
    if "Aborted!" in text:
        return "aborted"
    return "error" if re.search(r"^Error: ", text, re.MULTILINE) else "none"


def _alert(line):
    """An alert, with the name of the plugin that it is about."""
    return " ".join(["alert", *re.findall(r"plugin '(\S+)'", line)[:1]])


def _help(text):
    """Usage, option names with metavars, and commands, of a help text."""
    found = {"usage": [], "options": {}, "commands": set()}
    part = None
    for line in text.splitlines():
        if line.startswith("Usage:"):
            found["usage"].append(line)
            part = "usage"
        elif line and not line[0].isspace() and line.endswith(":"):
            part = "options" if line == "Options:" else "commands"
            found["heading"] = found.get("heading", "") + line
        elif part == "usage" and line.startswith("         "):
            found["usage"].append(line.strip())
        elif re.match(r"  \S", line) and part == "commands":
            found[part].add(line.split()[0])
        elif re.match(r"  \S", line) and part == "options":
            names = re.match(r"(-\S+(?:,? ?/? -\S+)*)(.*)", re.split(r"\s{2,}", line.strip())[0])
            found[part][names[1]] = names[2].strip()
        elif not line:
            part = None if part == "usage" else part
    return found


def _document(text):
    try:
        return _sorted(yaml.safe_load(text))
    except yaml.YAMLError:
        return text


def _sorted(value):
    """Lists in one order: the reference takes some of them out of sets."""
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=repr)
    return {key: _sorted(item) for key, item in value.items()} if isinstance(value, dict) else value


_VIEWS = {
    "exact": lambda text: text,
    "yaml": _document,
    "addresses": _ADDRESS.findall,
    "help": _help,
    "words": lambda text: {line.split("\t")[0] for line in text.splitlines()},
    "values": lambda text: [line.rstrip() for line in text.splitlines()],
}
