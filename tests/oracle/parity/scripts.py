# SPDX-License-Identifier: Apache-2.0
"""Shell scripts, by what a recording shell runs: programs that reach outside
are stand-ins, folders are moved below a scratch folder."""
import ast
import functools
import hashlib
import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile

_HERE = pathlib.Path(__file__).resolve().parent
_KEPT = _HERE.parents[2] / "build/oracle/meanings"

# Worlds in which a script of each service may find itself.
SCENARIOS = {
    "fresh": {},
    "done before": {"SWITCHES": "completion.enable_completion_tracking on", "KEY_EXISTS": "1", "CANARY": "1"},
    "service never up": {"FAILURES": "99"},
    "service late": {"FAILURES": "3"},
    "extras": {"AUTHZ": "1", "UPLOADS": "1", "MOUNTED": "1"},
}
_STAND_INS = ("mysql", "dockerize", "pip", "uv", "npm", "sleep", "setowner", "chown", "manage.py", "curl", "git")


@functools.lru_cache(maxsize=None)
def meaning(script):
    """What the script does in each scenario: status, calls, files. It is run once: the answer is
    kept below build/oracle, by the text of the script and of all that runs it."""
    kept = _KEPT / hashlib.sha256((_machinery() + script).encode()).hexdigest()
    if kept.exists():
        return ast.literal_eval(kept.read_text(encoding="utf-8"))
    found = {name: run(script, facts) for name, facts in SCENARIOS.items()}
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(f".{os.getpid()}")
    unfinished.write_text(repr(found), encoding="utf-8")
    unfinished.rename(kept)
    return found


@functools.lru_cache(maxsize=None)
def setowner(script):
    """The script of the permissions image: whom it hands a folder to that is theirs already, and one
    that is not."""
    words = {"theirs": f"{os.getuid()} /mounts", "another's": "1234 /mounts /mnt", "none": "1234"}
    found = {name: run(f"set -- {given}\n{script}", {}) for name, given in words.items()}
    for result in found.values():
        result["calls"] = [call.replace("-R ", "") if call.startswith("chown") else call for call in result["calls"]]
    return found


def _hear_hang_ups():
    """Below nohup the signal is ignored, and no shell can change that."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@functools.lru_cache(maxsize=None)
def reload_uwsgi(script):
    """Which processes it hangs up on, in a world of its own: two of uWSGI and another one. "unshare"
    is a program that only root may use."""
    if os.getuid() != 0:
        return None
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for program in ("uwsgi", "celery"):
            path = root / program
            path.write_text(f"#!/bin/sh\ntrap 'echo $2 >> {root}/hung-up' HUP\n: > $2\nwhile :; do sleep 0.05; done\n")
            path.chmod(0o755)
        (root / "script").write_text(script)
        world = f"""cd {root}
./uwsgi /openedx/uwsgi.ini master & ./uwsgi /openedx/uwsgi.ini worker & ./celery worker other &
until [ -e master ] && [ -e worker ] && [ -e other ]; do sleep 0.05; done
chmod 755 script; ./script; echo $? > status
for tenth in $(seq 100); do [ "$(cat hung-up 2>/dev/null | wc -l)" = 2 ] && break; sleep 0.1; done
sleep 0.3; kill -9 -1"""
        subprocess.run(
            ["unshare", "--fork", "--pid", "--mount-proc", "sh", "-c", world],
            check=False,
            capture_output=True,
            timeout=60,
            preexec_fn=_hear_hang_ups,
        )
        hung_up = root / "hung-up"
        return {
            "status": (root / "status").read_text().strip(),
            "hung up": set(hung_up.read_text().split()) if hung_up.exists() else set(),
        }


@functools.lru_cache(maxsize=None)
def _machinery():
    return "".join(path.read_text(encoding="utf-8") for path in sorted(_HERE.rglob("*.py")))


def run(script, facts):
    """What the script does in one scenario."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        journal = root / "journal"
        _prepare(root, facts)
        text = re.sub(r"(?<![\w/])/(openedx|mnt|mounts)(?=[/\s'\";]|$)", rf"{root}/\1", script)
        environment = {
            "PATH": f"{root}/bin:/usr/bin:/bin",
            "JOURNAL": str(journal),
            "HOME": str(root),
            "OPENEDX_USER_ID": "1000",
            "PYTHONPATH": f"{_HERE}/stand_ins",
            "PYTHONDONTWRITEBYTECODE": "1",
            **facts,
        }
        done = subprocess.run(
            ["sh", "-e", "-c", text],
            cwd=root / "openedx/edx-platform",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        calls = [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
        files = {
            str(path.relative_to(root))
            for folder in ("openedx", "mnt")
            for path in (root / folder).rglob("*")
            if path.is_file() and path.name != "manage.py"
        }
        calls = [effect for call in calls for effect in _effects(call, str(root))]
        if calls and all(call.startswith("setowner ") for call in calls):
            calls.sort()
        return {"status": done.returncode, "calls": calls, "files": files}


def _prepare(root, facts):
    for folder in ("bin", "openedx/edx-platform", "openedx/data", "openedx/media", "mnt", "mounts"):
        (root / folder).mkdir(parents=True)
    recorder = f'#!/bin/sh\nexec "{sys.executable}" -S "{_HERE}/stand_ins/record.py" "$0" "$@"\n'
    for program in _STAND_INS:
        where = root / ("openedx/edx-platform" if program == "manage.py" else "bin") / program
        where.write_text(recorder)
        where.chmod(0o755)
    for program in ("python", "python3"):
        where = root / "bin" / program
        where.write_text(f'#!/bin/sh\ncase $1 in *manage.py) exec "$@" ;; esac\nexec "{sys.executable}" "$@"\n')
        where.chmod(0o755)
    if facts.get("AUTHZ"):
        (root / "openedx/edx-platform/openedx_authz.py").touch()
        installed = root / "openedx/edx-platform/openedx_authz-1.0.dist-info"
        installed.mkdir()
        (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: openedx-authz\nVersion: 1.0\n")
    if facts.get("UPLOADS"):
        (root / "openedx/data/uploads/folder").mkdir(parents=True)
        (root / "openedx/data/uploads/picture.png").touch()
        (root / "openedx/data/uploads/folder/text").touch()
    if facts.get("CANARY"):
        (root / "openedx/edx-platform/bindmount-canary").touch()
    if facts.get("MOUNTED"):
        for name in ("new-xblock", "old-xblock", "documents"):
            (root / "mnt" / name).mkdir()
        (root / "mnt/new-xblock/setup.py").touch()
        (root / "mnt/old-xblock/setup.py").touch()
        (root / "mnt/old-xblock/old.egg-info").mkdir()


def _effects(call, root):
    """One recorded call as the effects it stands for."""
    words = [word.replace(root, "") for word in call["words"]]
    program = os.path.basename(words[0])
    if program == "mysql":
        return _sql(words[1:], call)
    if program == "pip" and words[1:2] in (["show"], ["list"], ["freeze"]):
        return []
    if program == "setowner":
        return [f"setowner {words[1]} {path}" for path in words[2:]]
    if program == "chown":
        return ["chown " + " ".join(sorted("-R" if word == "--recursive" else word for word in words[1:]))]
    if program == "sleep":
        return [f"sleep {words[1].removesuffix('s')}"]
    return [shlex.join([program, *_options(words[1:])])]


def _sql(words, call):
    """The statements that reach the server, and the account used."""
    account = {"password": call["password"]}
    statements = call["input"]
    skip = iter(range(len(words)))
    for index in skip:
        word = words[index]
        name, _, value = word.partition("=")
        short = {"-e": "execute", "-u": "user", "-h": "host", "-P": "port"}.get(word)
        if short or (name in ("--execute", "--user", "--host", "--port", "--password") and "=" not in word):
            value, name = words[index + 1], f"--{short}" if short else name
            next(skip, None)
        if name == "--execute":
            statements = value
        elif name.startswith("--"):
            account[name[2:]] = value.strip("'\"")
    head = f"mysql {account.get('user')}:{account['password']}@{account.get('host')}:{account.get('port')}"
    found = []
    for statement in statements.split(";"):
        statement = re.sub(r"\s+", " ", statement).strip().replace("`", "")
        statement = re.sub(r"['\"]([^'\"]*)['\"]", r"'\1'", statement)
        statement = re.sub(r"ALL PRIVILEGES ON", "ALL ON", statement, flags=re.IGNORECASE)
        if statement.lower() in ("", "exit", "select 1"):
            statement = "(ping)" if statement else ""
        if statement:
            found.append(f"{head} {statement}")
    return found


def _options(words):
    """Options in one spelling and order, before the arguments."""
    options, arguments, index = [], [], 0
    while index < len(words):
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else ""
        takes_value = word in ("--grant-type", "--redirect-uris", "--client-id", "--client-secret", "--scopes", "-wait", "-timeout", "--branch", "--depth")
        if word == "--":
            index += 1
            continue
        if word.startswith("-") and "=" not in word and takes_value:
            options.append(f"{word}={following}")
            index += 2
            continue
        (options if word.startswith("-") and word != "-c" else arguments).append(word)
        index += 1
    return sorted(options) + arguments
