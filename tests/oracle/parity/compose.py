# SPDX-License-Identifier: Apache-2.0
"""Compose files, reduced to what they mean: order and spelling do not matter
where Compose does not care."""
import shlex

import yaml


def meaning(text):
    """The services by name, each with its fields in one canonical form."""
    document = yaml.safe_load(text) or {}
    return {
        "services": {
            name: _service(service or {}) for name, service in (document.get("services") or {}).items()
        },
        **{
            key: value
            for key, value in document.items()
            if key not in ("services", "version") and not key.startswith("x-")
        },
    }


def _service(service):
    result = dict(service)
    for key in ("command", "entrypoint"):
        if isinstance(result.get(key), str):
            result[key] = shlex.split(result[key])
        if isinstance(result.get(key), list):
            result[key] = [str(word) for word in result[key]]
    if "environment" in result:
        result["environment"] = _environment(result["environment"])
    if isinstance(result.get("depends_on"), list):
        result["depends_on"] = set(result["depends_on"])
    if isinstance(result.get("volumes"), list):
        result["volumes"] = {_volume(volume) for volume in result["volumes"]}
    if isinstance(result.get("ports"), list):
        result["ports"] = {_port(port) for port in result["ports"]}
    networks = result.get("networks")
    if isinstance(networks, dict):
        result["networks"] = {
            name: {key: set(value) if key == "aliases" else value for key, value in (network or {}).items()}
            for name, network in networks.items()
        }
    if isinstance(result.get("build"), dict) and isinstance(result["build"].get("args"), dict):
        build = dict(result["build"])
        build["args"] = {key: str(value) for key, value in build["args"].items()}
        result["build"] = build
    if "user" in result:
        result["user"] = str(result["user"])
    return {key: value for key, value in result.items() if value not in ({}, None, set()) or key == "entrypoint"}


def _environment(environment):
    if isinstance(environment, list):
        environment = dict(item.split("=", 1) if "=" in item else (item, None) for item in environment)
    return {key: "" if value is None else str(value) for key, value in environment.items()}


def _volume(volume):
    if not isinstance(volume, str):
        return str(volume)
    fields = volume.split(":")
    flags = ",".join(sorted(fields[2].split(","))) if len(fields) > 2 else ""
    return ":".join([field.rstrip("/") or "/" for field in fields[:2]] + ([flags] if flags else []))


def _port(port):
    return str(port).removesuffix("/tcp")
