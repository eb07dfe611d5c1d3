# SPDX-License-Identifier: Apache-2.0
"""Callbacks of a lower priority run first; of the same priority in the order of addition."""

from __future__ import annotations

import typing as t

HIGH = 5
DEFAULT = 10
LOW = 50


def _number(priority: t.Optional[float]) -> float:
    # None and 0 both mean the default.
    return float(priority or DEFAULT)
