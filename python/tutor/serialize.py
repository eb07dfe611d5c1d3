# SPDX-License-Identifier: Apache-2.0
"""YAML as the program itself reads and writes it."""

from __future__ import annotations

import importlib
import re
import typing as t

import _tutor


def __getattr__(name: str) -> t.Any:
    # Errors that plugins catch. PyYAML is slow to import, and need not be there.
    if name not in ("ParserError", "ScannerError"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = importlib.import_module("yaml." + name[: -len("Error")].lower())
        found = getattr(module, name)
    except ImportError:
        found = type(name, (Exception,), {})
    globals()[name] = found
    return found


def _text(stream: t.Union[str, bytes, t.IO[str]]) -> str:
    if isinstance(stream, bytes):
        return stream.decode("utf-8")
    return stream if isinstance(stream, str) else _text(stream.read())


def load(stream: t.Union[str, t.IO[str]]) -> t.Any:
    """The document in a text or an open file."""
    return _tutor.load_yaml(_text(stream))


def load_all(stream: str) -> t.Iterator[t.Any]:
    """All documents of a text."""
    yield from _tutor.load_all_yaml(_text(stream))


def dumps(content: t.Any) -> str:
    """YAML of any plain data."""
    return _tutor.dump_yaml(content)


def dump(content: t.Any, fileobj: t.IO[str]) -> None:
    """Write YAML to an open file."""
    fileobj.write(dumps(content))


def dump_all(documents: t.Sequence[t.Any], fileobj: t.IO[str]) -> None:
    """Write several documents to an open file."""
    fileobj.write("---\n".join(dumps(document) for document in documents))


def parse(v: t.Union[str, t.IO[str]]) -> t.Any:
    """A value as it is typed: YAML, or, where it is none, the text itself."""
    text = _text(v)
    try:
        return _tutor.parse_setting(text)
    except Exception:  # pylint: disable=broad-except
        return text


def parse_key_value(text: str) -> t.Optional[tuple[str, t.Any]]:
    """Name and value of "NAME=VALUE"; None when it has not that form."""
    match = re.match(r"(?P<key>[a-zA-Z0-9_-]+)=(?P<value>.*)", text, re.DOTALL)
    if match is None:
        return None
    if not match["value"]:
        return match["key"], ""
    return match["key"], parse(match["value"])


def str_format(content: t.Any) -> str:
    """How a value is printed to the user."""
    if isinstance(content, str):
        return content
    return dumps(content).strip().removesuffix("...").strip()
