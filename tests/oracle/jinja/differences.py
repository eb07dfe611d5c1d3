# SPDX-License-Identifier: Apache-2.0
"""The differences of docs/compatibility/jinja2.md that the enumerated cases meet."""
import re

# Sources whose answers differ on purpose; see the page.
SOURCES = [
    r"\|\s*random",
    r"keys\(\) *(-|<|>|<=|>=)|(-|<|>|<=|>=) *table\.keys\(\)",  # views of dicts are no sets
    r"\[1:2, 3\]",  # a line of Python in the message
    r"\{% (break|continue) %\}",
    r"^\{\{ (none|none_dict\.x|yes|no|zero|\d+)\[.*:.*\] \}\}$",  # constants printed
    r"include 'one' without context",
    r"\{% autoescape true %\}\{% block",
    r"__html__|to_bytes|from_bytes|fromhex|fromkeys|__class__|\.mapping",
    r"encode\('ascii', |encode\('nope'",
    r"safe\.\w+\(|\('?\{.*\|safe\)\.format",  # arguments of Markup's methods
    r"safe \* missing",
    r"\|(tojson|urlize)\(('x'|missing|none|true)\)",  # an argument that is not used may be anything
    r"\|wordwrap\(('8'|1\.5)\)",
    r"\[-big::big\]",
    r"(missing|table\.nope|range)\.__len__\(\)",
    r"\(range\)|range\[",  # a type says what it is in more ways than "type object"
]
MESSAGES = [
    r"^maximum recursion depth exceeded",
    r"^cannot unpack non-iterable",
    r"^'(gettext|ngettext|_)' is undefined",
]


def is_known(case, expected, found):
    if any(re.search(pattern, case["source"]) for pattern in SOURCES):
        return True
    same_class = expected.get("error") is not None and expected["error"] == found.get("error")
    return same_class and any(re.search(pattern, expected["message"]) for pattern in MESSAGES)
