# SPDX-License-Identifier: Apache-2.0
"""Compose files as Compose resolves them: "config" of the files that "local" and "dev" use."""
import json
import pathlib
import sys

from . import programs

# What follows from the other words, or is a comment to Compose.
_IGNORED = ("name",)


def resolved(environment, mode):
    """The services, networks and volumes of a mode, with the folders named from the project."""
    done = programs.compose(["config", "--format", "json"], environment, mode)
    if done.returncode != 0:
        return {"refused": done.stderr.strip().splitlines()[-1:]}
    root = str(pathlib.Path(environment).resolve().parent)
    document = json.loads(done.stdout.replace(root + "/", "ROOT/"))
    return {
        **{key: value for key, value in document.items() if not key.startswith("x-") and key not in _IGNORED},
        "services": {name: _service(service) for name, service in document["services"].items()},
    }


def hashes(environment, mode, program=None):
    """What Compose decides by whether a container is made anew, by service."""
    done = programs.compose(["config", "--hash=*"], environment, mode, program)
    if done.returncode != 0:
        sys.exit(f"{environment}: 'config --hash' of {mode} failed:\n{done.stderr}")
    return dict(sorted(line.split() for line in done.stdout.splitlines()))


def _service(service):
    """Mounts by their place, ports by their numbers: their order has no effect."""
    result = dict(service)
    if "volumes" in result:
        result["volumes"] = {mount["target"]: mount for mount in result["volumes"]}
    if "ports" in result:
        result["ports"] = {
            f"{port.get('host_ip', '')}:{port['published']}:{port['target']}/{port['protocol']}" for port in result["ports"]
        }
    for name, network in (result.get("networks") or {}).items():
        if network and "aliases" in network:
            result["networks"][name] = {**network, "aliases": set(network["aliases"])}
    return result
