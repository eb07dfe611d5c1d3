# SPDX-License-Identifier: Apache-2.0
"""Dockerfiles, by the effect of their instructions: stages and what they come
from, build arguments, copied paths, packages, the environment, the command."""
import json
import re
import shlex

_INSTALL = re.compile(r"(?:\w+=\S+ )*(?:\$PIP_COMMAND|\$\{PIP_COMMAND\}|pip|uv pip) install (.*)")


def meaning(text):
    """Stages in order with what they are made of, and what the last one and
    "development" hold in the end."""
    stages, order, current = {}, [], None
    for word, rest in _instructions(text):
        if word == "FROM":
            fields = rest.split()
            current = fields[-1] if len(fields) > 2 else f"stage {len(order)}"
            order.append(current)
            stages[current] = {
                "base": fields[0].removeprefix("docker.io/"),
                "arguments": {},
                "environment": [],
                "copied": set(),
                "apt": set(),
                "pip": set(),
                "marks": [],
                "settings": {},
                "commands": set(),
            }
        elif current is not None:
            _apply(stages[current], word, rest)
    return {
        "order": order,
        "targets": {target: _effective(stages, target) for target in {order[-1], "development"} & set(order)},
        "stages": {
            name: {
                "base": stage["base"],
                "arguments": stage["arguments"],
                "copied": {item for item in stage["copied"] if not item.startswith("mnt-")},
                "marks": stage["marks"],
            }
            for name, stage in stages.items()
        },
    }


def _instructions(text):
    """Pairs of instruction and arguments, continuation lines joined."""
    logical = ""
    for line in text.splitlines():
        if line.strip().startswith("#") or (not line.strip()):
            continue
        logical += line.rstrip()
        if logical.endswith("\\"):
            logical = logical[:-1] + " "
            continue
        word, _, rest = logical.strip().partition(" ")
        yield word.upper(), " ".join(rest.split())
        logical = ""


def _apply(stage, word, rest):
    if word == "ARG":
        name, _, value = rest.partition("=")
        stage["arguments"][name] = value.strip("\"'")
    elif word == "ENV":
        stage["environment"] += _environment(rest).items()
    elif word in ("COPY", "ADD"):
        stage["copied"].add(_copied(rest))
    elif word == "RUN":
        _run(stage, rest)
    elif word in ("CMD", "ENTRYPOINT", "USER", "WORKDIR", "EXPOSE"):
        stage["settings"][word] = _command(rest) if word in ("CMD", "ENTRYPOINT") else rest


def _environment(rest):
    if re.match(r"\w+ ", rest):
        name, _, value = rest.partition(" ")
        return {name: value.strip("\"'")}
    return dict(item.split("=", 1) for item in shlex.split(rest))


def _copied(rest):
    source = ""
    words = []
    for item in rest.split():
        if item.startswith("--from="):
            source = item.removeprefix("--from=")
        elif not item.startswith("--"):
            words.append(item.removeprefix("./").rstrip("/"))
    if len(words) == 2 and words[1].startswith("/"):
        words[1] = words[1].removesuffix("/" + words[0].split("/")[-1])
    return f"{source}: {' '.join(words)}"


def _command(rest):
    if rest.startswith("["):
        return json.loads(rest)
    return ["sh", "-c", rest]


def _run(stage, rest):
    """The packages that a command installs, or else the command itself."""
    rest = re.sub(r"--mount=\S+ ", "", rest)
    rest = rest.replace("${NPM_REGISTRY:+--registry=\"$NPM_REGISTRY\"}", "--registry=$NPM_REGISTRY")
    for command in re.split(r"&&|;", rest):
        command = command.strip()
        mark = re.fullmatch(r"echo mark-(\S+)", command)
        install = _INSTALL.match(command)
        if mark:
            stage["marks"].append(mark[1])
        elif re.match(r"apt(-get)? install", command):
            stage["apt"] |= {
                word for word in command.split()[2:] if not word.startswith("-")
            }
        elif re.match(r"apt(-get)? update", command):
            pass
        elif install:
            stage["pip"] |= _requirements(shlex.split(install[1], comments=True))
        elif re.match(r"(\./manage\.py|npm|atlas|make|nodeenv)\b", command):
            stage["commands"].add(" ".join(sorted(shlex.split(command, comments=True))))


def _requirements(words):
    found, option = set(), ""
    for word in words:
        if word in ("-r", "-e", "--editable", "--requirement"):
            option = {"-e": "--editable ", "--editable": "--editable "}.get(word, "-r ")
        elif not word.startswith("-"):
            found.add(option + word.removeprefix("/openedx/edx-platform/").removeprefix("./"))
            option = ""
    return found


def _effective(stages, target):
    """What a target inherits from its bases, and what is copied into it from
    other stages."""
    chain = _chain(stages, target)
    environment, settings = {}, {}
    for name in chain:
        for key, value in stages[name]["environment"]:
            expanded = re.sub(r"\$\{?(\w+)\}?", lambda match: environment.get(match[1], f"${match[1]}"), value)
            environment[key] = expanded if expanded == "/" else expanded.rstrip("/")
        settings.update(stages[name]["settings"])
    environment["PATH"] = set(environment.get("PATH", "").split(":"))
    sources, waiting = set(), list(chain)
    while waiting:
        name = waiting.pop()
        if name in stages and name not in sources:
            sources.add(name)
            waiting += [stages[name]["base"], *(copied.partition(":")[0] for copied in stages[name]["copied"])]
    return {
        "environment": environment,
        "mounted": {name for name in sources if name.startswith("mnt-")},
        "apt": set().union(*(stages[name]["apt"] for name in chain)),
        "pip": set().union(*(stages[name]["pip"] for name in sources)),
        "commands": set().union(*(stages[name]["commands"] for name in sources)),
        **settings,
        "EXPOSE": {stages[name]["settings"]["EXPOSE"] for name in chain if "EXPOSE" in stages[name]["settings"]},
    }


def _chain(stages, name):
    """A stage after all those it is based on."""
    chain = []
    while name in stages:
        chain.insert(0, name)
        name = stages[name]["base"]
    return chain
