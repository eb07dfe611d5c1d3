# SPDX-License-Identifier: Apache-2.0
"""Differences between two trees of mappings, lists and plain values.

    >>> differences({"a": 1, "b": [2]}, {"a": 1, "b": [3]})
    [Difference(path='b[0]', ours=2, reference=3)]
"""
from dataclasses import dataclass


class _Absent:
    def __repr__(self):
        return "(absent)"


ABSENT = _Absent()


@dataclass
class Difference:
    """One place where the two sides differ; a missing side is ABSENT."""

    path: str
    ours: object
    reference: object


def differences(ours, reference, path=""):
    """All differences, those of mappings in the order of their sorted keys."""
    if isinstance(ours, dict) and isinstance(reference, dict):
        found = []
        for key in sorted(set(ours) | set(reference), key=str):
            below = f"{path}.{key}" if path else str(key)
            found += differences(ours.get(key, ABSENT), reference.get(key, ABSENT), below)
        return found
    if isinstance(ours, list) and isinstance(reference, list):
        if len(ours) != len(reference):
            return _list_differences(ours, reference, path)
        found = []
        for index, (left, right) in enumerate(zip(ours, reference)):
            found += differences(left, right, f"{path}[{index}]")
        return found
    if isinstance(ours, (set, frozenset)) and isinstance(reference, (set, frozenset)):
        return [Difference(f"{path}{{{item}}}", item, ABSENT) for item in sorted(ours - reference)] + [
            Difference(f"{path}{{{item}}}", ABSENT, item) for item in sorted(reference - ours)
        ]
    if type(ours) is not type(reference) or ours != reference:
        return [Difference(path, ours, reference)]
    return []


def _list_differences(ours, reference, path):
    """Lists of different length: name what only one of them has."""
    only_ours = [item for item in ours if item not in reference]
    only_reference = [item for item in reference if item not in ours]
    if not only_ours and not only_reference:
        return [Difference(path, ours, reference)]
    return [Difference(f"{path}[+]", item, ABSENT) for item in only_ours] + [
        Difference(f"{path}[-]", ABSENT, item) for item in only_reference
    ]
