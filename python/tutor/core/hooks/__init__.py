# SPDX-License-Identifier: Apache-2.0
"""Actions, filters, contexts and priorities, over the program's own registry."""

from __future__ import annotations

import typing as t

import _tutor

from . import priorities
from .filters import Filter
from .contexts import Context
from .actions import Action
from . import filters, contexts, actions


def clear_all(context: t.Optional[str] = None) -> None:
    """Remove the callbacks of a context, or all of them, from every action and filter."""
    _tutor.clear_all(context)
