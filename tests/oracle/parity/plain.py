# SPDX-License-Identifier: Apache-2.0
"""Small line-based formats: uwsgi.ini, redis.conf, and the Caddyfile through
the program that reads it."""
import json
import os
import re
import subprocess

import yaml

from . import programs


def document(text):
    """Any other YAML file; those of plugins may hold several documents."""
    documents = list(yaml.safe_load_all(text))
    return documents[0] if len(documents) == 1 else documents


def uwsgi(text):
    """Options by name; those given several times as sets. Booleans have one
    spelling."""
    options = {}
    for line in _lines(text):
        if line.startswith("["):
            continue
        name, _, value = line.partition("=")
        value = value.strip().lower() if value.strip().lower() in ("true", "false") else value.strip()
        options.setdefault(name.strip(), set()).add({"true": "1", "false": "0"}.get(value, value))
    return options


_TRUSTED = re.compile("^ *trusted_proxies .*", flags=re.MULTILINE)

# What Redis does when it is not told; pidfile is only written by a daemon.
_REDIS_DEFAULTS = {
    "aof-load-truncated": "yes",
    "appendfilename": "appendonly.aof",
    "dbfilename": "dump.rdb",
    "logfile": "",
    "no-appendfsync-on-rewrite": "no",
    "pidfile": "/var/run/redis_6379.pid",
    "rdb-del-sync-files": "no",
    "rdbchecksum": "yes",
    "rdbcompression": "yes",
    "stop-writes-on-bgsave-error": "yes",
    "supervised": "no",
    "tcp-backlog": "511",
    "tcp-keepalive": "300",
    "timeout": "0",
}


def redis(text):
    """Directives by name, with all their values."""
    directives = {}
    for line in _lines(text):
        name, _, value = line.partition(" ")
        directives.setdefault(name.lower(), set()).add(value.strip().strip('"'))
    for name, value in _REDIS_DEFAULTS.items():
        directives.setdefault(name, {value})
    return directives


def caddy(text):
    """The configuration that Caddy makes of it, with and without certificates of its own."""
    return {port or "certificates": _adapted(text, port) for port in (":80", "")}


def for_this_caddy(text):
    """The text without what Caddy does not know if it is that of Debian 12: 2.6.3 brought it."""
    return text if programs.from_pypi("caddy") else _TRUSTED.sub("", text)


def _adapted(text, port):
    trusted = {line.strip() for line in _TRUSTED.findall(text)}
    text = for_this_caddy(text)
    adapted = subprocess.run(
        [programs.caddy(), "adapt", "--adapter", "caddyfile", "--config", "/dev/stdin"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "default_site_port": port},
    )
    if adapted.returncode != 0:
        return {"invalid": adapted.stderr.strip().splitlines()[-1]}
    return {"trusted": trusted, **_routes(json.loads(adapted.stdout))}


def _routes(node):
    """Lists of routes by their matchers: Caddy tries them in order, but ours
    never overlap."""
    if isinstance(node, dict):
        result = {key: _routes(value) for key, value in node.items() if key not in ("group", "terminal")}
        if isinstance(result.get("routes"), list):
            result["routes"] = _by_matcher(result["routes"])
        return result
    if isinstance(node, list):
        return [_routes(item) for item in node]
    return node


def _by_matcher(routes):
    found = {}
    for route in routes:
        key = json.dumps([_matcher(match) for match in route.get("match", [{}])], sort_keys=True)
        found.setdefault(key, []).extend(handler for handler in route.get("handle", []) if not _is_idle(handler))
    return {key: handlers for key, handlers in found.items() if handlers}


def _matcher(match):
    """A regular expression for one path is that path; a path that fits all is
    no condition."""
    match = dict(match)
    pattern = match.get("path_regexp", {}).get("pattern", "")
    if re.fullmatch(r"\^[/\w.-]+\$", pattern):
        del match["path_regexp"]
        match["path"] = [pattern[1:-1]]
    if match.get("path") == ["/*"]:
        del match["path"]
    return match


def _is_idle(handler):
    """Rewriting nothing, or a literal star, which no request has."""
    rest = {key: value for key, value in handler.items() if key != "handler"}
    return handler.get("handler") == "rewrite" and (not rest or "*" in rest.get("strip_path_prefix", ""))


def _lines(text):
    for line in text.splitlines():
        line = line.strip()
        if line and not line.startswith(("#", ";")):
            yield line
