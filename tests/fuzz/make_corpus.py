#!/usr/bin/env python3
"""Writes fuzz inputs made of conformance cases, chosen so that few show many words side by side.

  make_corpus.py CASES.jsonl FOLDER [COUNT]      (FOLDER/source, /context, /provenance)

input.hpp and input.cpp describe the format.
"""
import json
import pathlib
import re
import struct
import sys

TEMPLATES = ["inc.txt", "base", "mid", "sub/deep.txt", "lib"]
NAMES = (
    "b s nums i n d rows strs COUNT cfg g f t tup u mix LMS_HOST nil tree pairs idd ENABLE_HTTPS"
).split()
UNDEFINED = ["Undefined", "ChainableUndefined", "DebugUndefined", "StrictUndefined"]


def encode(value):
    if value is None:
        return b"n"
    if value is True or value is False:
        return b"t" if value else b"f"
    if isinstance(value, int):
        if -128 <= value < 128:
            return b"i" + struct.pack("b", value)
        return b"I" + struct.pack("<q", value) if abs(value) < 2**63 else b"b\x50"
    if isinstance(value, float):
        return b"r" + struct.pack("<d", value)
    if isinstance(value, str):
        data = value.encode()[:255]
        return b"s" + bytes([len(data)]) + data
    if isinstance(value, list):
        return b"".join(map(encode, value)) + b"l" + bytes([len(value)])
    if len(value) == 1:
        ((tag, content),) = value.items()
        if tag == "$tuple":
            return b"".join(map(encode, content)) + b"u" + bytes([len(content)])
        if tag == "$markup":
            data = content.encode()[:255]
            return b"m" + bytes([len(data)]) + data
        if tag == "$float":
            return encode(float(content))
        if tag == "$range":
            return b"g" + struct.pack("bbb", *content)
        if tag == "$dict":
            value = {}
    items = b"".join(encode(key) + encode(item) for key, item in value.items())
    return items + b"d" + bytes([len(value)])


def options(env):
    bits = UNDEFINED.index(env.get("undefined", "Undefined"))
    for bit, name in ((2, "autoescape"), (3, "trim_blocks"), (4, "lstrip_blocks")):
        bits |= bool(env.get(name)) << bit
    return bytes([bits | bool(env.get("keep_trailing_newline")) << 5])


def inputs(case):
    given = case.get("templates") or {}
    parts = [case["source"]] if "source" in case else [given.get(case.get("name"), "")]
    parts += [given.get(name, "") for name in TEMPLATES]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    text = b"\xfe".join(part.encode() for part in parts)
    flags = options(case.get("env") or {})
    context = case.get("context") or {}
    whole = text + b"\xff" + flags + b"".join(encode(context.get(name)) for name in NAMES)
    secret = whole.replace(b"{{", b"{{ secret ~ ", 1).replace(b"s|", b"secret|")
    patched = secret.replace(b"{% endset", b"{{ patch('a\\n{{ nums }}') }}{% endset")
    return {"source": text + b"\xff" + flags, "context": whole, "provenance": patched}


def features(data):
    """Pairs of neighbouring words: what a template does with what."""
    words = re.findall(rb"[A-Za-z_]+|[^\sA-Za-z_]", data)
    return set(zip(words, words[1:]))


def choose(candidates, count):
    """Again and again the one that adds most for its size."""
    seen = set()
    left = {name: (data, features(data)) for name, data in candidates.items()}
    while left and count:
        worth = {
            name: len(words - seen) / (len(data) + 200) for name, (data, words) in left.items()
        }
        best = max(worth, key=worth.get)
        data, words = left.pop(best)
        seen |= words
        count -= 1
        yield best, data


def main():
    cases, folder = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 120
    made = [inputs(json.loads(line)) for line in open(cases)]
    for target in ("source", "context", "provenance"):
        path = pathlib.Path(folder) / target
        path.mkdir(parents=True, exist_ok=True)
        candidates = {f"case{number}": made[number][target] for number in range(len(made))}
        for name, data in choose(candidates, count):
            (path / name).write_bytes(data)


if __name__ == "__main__":
    main()
