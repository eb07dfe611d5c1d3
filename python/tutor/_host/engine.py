# SPDX-License-Identifier: Apache-2.0
"""The template engine as plugins know it; rendering itself is the program's."""

from __future__ import annotations

import contextlib
import os
import typing as t

import _tutor

from tutor import exceptions, hooks

Render = t.Callable[[t.Dict[str, t.Any]], str]


class Additions(t.Dict[str, t.Any]):
    """Globals or filters: what was there in the beginning, and what plugins make of it."""

    def __init__(self, beginning: t.Iterable[tuple[str, t.Any]]):
        super().__init__(beginning)
        self._beginning = dict(self)

    def added(self) -> t.Dict[str, t.Any]:
        """What is new, or another object than in the beginning."""
        missing = object()
        return {
            name: value
            for name, value in self.items()
            if self._beginning.get(name, missing) is not value
        }


class Template:
    """A text, or a template of any root, that can be rendered with values."""

    def __init__(self, environment: JinjaEnvironment, render: Render, name: t.Optional[str]):
        self.environment = environment
        self.name = name
        self._render = render

    def render(self, *args: t.Any, **values: t.Any) -> str:
        return self.environment.render(self._render, dict(*args, **values))


class JinjaEnvironment:
    """Globals, filters and templates. No part of Jinja2: it is not installed."""

    def __init__(self) -> None:
        self.globals = Additions(hooks.Filters.ENV_TEMPLATE_VARIABLES.iterate())
        self.filters = Additions(hooks.Filters.ENV_TEMPLATE_FILTERS.iterate())

    def from_string(self, source: str) -> Template:
        return Template(self, lambda values: _tutor.render_text(values, source), None)

    def get_template(self, name: str) -> Template:
        self.read_bytes(name)
        return Template(self, lambda values: _tutor.render_template(values, name), name)

    def list_templates(self) -> t.List[str]:
        return sorted(set(_tutor.templates("")))

    def read_bytes(self, template_name: str) -> bytes:
        """A template of any root, not rendered."""
        content = _tutor.read_template(template_name)
        if content is None:
            raise exceptions.TutorError(f"Template '{template_name}' does not exist")
        return t.cast(bytes, content)

    def read_str(self, template_name: str) -> str:
        return self.read_bytes(template_name).decode("utf-8")

    def find_os_path(self, template_name: str) -> str:
        """The file in which a template is."""
        for root in [*hooks.Filters.ENV_TEMPLATE_ROOTS.iterate(), _tutor.templates_root()]:
            path = os.path.join(root, template_name)
            if os.path.exists(path):
                return path
        raise exceptions.TutorError(f"Template '{template_name}' does not exist")

    def render(self, render: Render, values: t.Dict[str, t.Any], without: str = "") -> str:
        """Render with the values; globals that were added, one excepted, yield to them."""
        added = self.globals.added()
        added.pop(without, None)
        with self._filters():
            return render({**added, **values})

    @contextlib.contextmanager
    def _filters(self) -> t.Iterator[None]:
        added = self.filters.added()
        if not added:
            yield
            return
        context = hooks.Contexts.app("filters of a renderer")
        with context.enter():
            hooks.Filters.ENV_TEMPLATE_FILTERS.add_items(list(added.items()))
        try:
            yield
        finally:
            hooks.clear_all(context=context.name)
