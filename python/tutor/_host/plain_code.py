# SPDX-License-Identifier: Apache-2.0
"""Callbacks that only handle plain data, as data that the program can run without Python.

What is said in other ways becomes the operation "python": a run that meets it starts again, with
the function itself. `src/plugin_python/internal/plain_code.hpp` runs the result.
"""

from __future__ import annotations

import ast
import builtins
import functools
import os.path
import types
import typing as t

_PYTHON = ("python",)

_METHODS = {
    "append", "count", "endswith", "extend", "get", "index", "insert", "items", "join", "keys",
    "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rsplit", "rstrip", "split",
    "splitlines", "startswith", "strip", "upper", "values",
}  # fmt: skip
_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.In: "in", ast.NotIn: "not in"}
_TYPES = (str, bool, int, float, list, dict)


def translate(function: t.Any) -> t.Any:
    """Parameters and statements as tuples; None when the function is no candidate."""
    if type(function) is not types.FunctionType or hasattr(function, "__wrapped__"):
        return None
    code = function.__code__
    node = _definitions(code.co_filename).get((code.co_firstlineno, code.co_name))
    if node is None or function.__defaults__ or function.__kwdefaults__:
        return None
    simple = node.args
    if simple.vararg or simple.kwarg or simple.kwonlyargs or simple.posonlyargs:
        return None
    if code.co_flags & 0x2A0 or code.co_cellvars:  # generators, coroutines, inner functions
        return None
    try:
        body = _Translator(function).block(node.body)
    except _Impossible:
        return None
    return (tuple(one.arg for one in simple.args), body)


class _Impossible(Exception):
    pass


@functools.lru_cache(maxsize=None)
def _definitions(path: str) -> t.Dict[t.Tuple[int, str], ast.FunctionDef]:
    found = {}
    try:
        with open(path, encoding="utf-8") as file:
            tree = ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            found[first, node.name] = node
    return found


class _Translator:
    def __init__(self, function: types.FunctionType):
        self._locals = set(function.__code__.co_varnames)
        self._globals = function.__globals__
        cells = zip(function.__code__.co_freevars, function.__closure__ or ())
        self._free = {name: cell for name, cell in cells}

    # Statements

    def block(self, statements: t.Sequence[ast.stmt]) -> t.Tuple[t.Any, ...]:
        return tuple(self._statement(one) for one in statements)

    def _statement(self, node: ast.stmt) -> t.Any:
        if isinstance(node, ast.Return):
            return ("return", ("const", None) if node.value is None else self._value(node.value))
        if isinstance(node, ast.Expr):
            return ("do", self._value(node.value))
        if isinstance(node, ast.If):
            return ("if", self._value(node.test), self.block(node.body), self.block(node.orelse))
        if isinstance(node, ast.For) and not node.orelse:
            return ("for", self._target(node.target), self._value(node.iter), self.block(node.body))
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            return ("set", self._target(node.targets[0]), self._value(node.value))
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            return ("set", self._target(node.target), self._value(node.value))
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            return ("grow", self._target(node.target), self._value(node.value))
        if isinstance(node, (ast.Pass, ast.Break, ast.Continue)):
            return (type(node).__name__.lower(),)
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.FunctionDef, ast.ClassDef)):
            raise _Impossible
        return _PYTHON

    def _target(self, node: ast.expr) -> t.Any:
        if isinstance(node, ast.Name) and node.id in self._locals:
            return ("name", node.id)
        if isinstance(node, (ast.Tuple, ast.List)):
            return ("tuple", tuple(self._target(one) for one in node.elts))
        return _PYTHON

    # Expressions

    def _values(self, nodes: t.Sequence[t.Any]) -> t.Tuple[t.Any, ...]:
        return tuple(self._value(one) for one in nodes)

    def _value(self, node: ast.expr) -> t.Any:
        method = getattr(self, "_" + type(node).__name__.lower(), None)
        return _PYTHON if method is None else method(node)

    def _constant(self, node: ast.Constant) -> t.Any:
        return ("const", node.value) if _is_plain(node.value) else _PYTHON

    def _name(self, node: ast.Name) -> t.Any:
        if node.id in self._locals:
            return ("name", node.id)
        return self._known(self._object(node))

    def _attribute(self, node: ast.Attribute) -> t.Any:
        return self._known(self._object(node))

    @staticmethod
    def _known(found: t.Any) -> t.Any:
        # What a module holds once all plugins are loaded: nothing changes it without Python.
        if any(found is one for one in _TYPES):
            return ("type", found.__name__)
        return ("const", found) if _is_plain(found) else _PYTHON

    def _object(self, node: ast.expr) -> t.Any:
        """What a name that is not local stands for; Ellipsis when that cannot be told."""
        if isinstance(node, ast.Name) and node.id not in self._locals:
            if node.id in self._free:
                return self._free[node.id].cell_contents
            return self._globals.get(node.id, getattr(builtins, node.id, ...))
        if isinstance(node, ast.Attribute):
            owner = self._object(node.value)
            if isinstance(owner, types.ModuleType):
                return vars(owner).get(node.attr, ...)
        return ...

    def _list(self, node: ast.List) -> t.Any:
        return ("list", self._values(node.elts))

    def _tuple(self, node: ast.Tuple) -> t.Any:
        return ("tuple", self._values(node.elts))

    def _joinedstr(self, node: ast.JoinedStr) -> t.Any:
        return ("text", self._values(node.values))

    def _formattedvalue(self, node: ast.FormattedValue) -> t.Any:
        if node.conversion != -1 or node.format_spec is not None:
            return _PYTHON
        return self._value(node.value)

    def _compare(self, node: ast.Compare) -> t.Any:
        if len(node.ops) != 1:
            return _PYTHON
        operation, right = node.ops[0], node.comparators[0]
        if isinstance(operation, (ast.Is, ast.IsNot)):
            if not isinstance(right, ast.Constant) or right.value is not None:
                return _PYTHON
            word = "is none" if isinstance(operation, ast.Is) else "is not none"
        elif type(operation) in _COMPARISONS:
            word = _COMPARISONS[type(operation)]
        else:
            return _PYTHON
        return ("compare", word, self._value(node.left), self._value(right))

    def _boolop(self, node: ast.BoolOp) -> t.Any:
        return ("and" if isinstance(node.op, ast.And) else "or", self._values(node.values))

    def _unaryop(self, node: ast.UnaryOp) -> t.Any:
        if isinstance(node.op, ast.Not):
            return ("not", self._value(node.operand))
        return _PYTHON

    def _ifexp(self, node: ast.IfExp) -> t.Any:
        return ("choose", *self._values([node.test, node.body, node.orelse]))

    def _binop(self, node: ast.BinOp) -> t.Any:
        if isinstance(node.op, ast.Add):
            return ("add", self._value(node.left), self._value(node.right))
        return _PYTHON

    def _subscript(self, node: ast.Subscript) -> t.Any:
        if not isinstance(node.slice, ast.Slice):
            return ("item", self._value(node.value), self._value(node.slice))
        if node.slice.step is not None:
            return _PYTHON
        nothing = ast.Constant(None)
        return ("slice", *self._values(
            [node.value, node.slice.lower or nothing, node.slice.upper or nothing]
        ))  # fmt: skip

    def _call(self, node: ast.Call) -> t.Any:
        if node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
            return _PYTHON
        function = self._object(node.func)
        word = _FUNCTIONS().get(id(function))
        if word is not None:
            return ("call", word, self._values(node.args))
        if function is ... and isinstance(node.func, ast.Attribute):
            if node.func.attr in _METHODS:
                owner = self._value(node.func.value)
                return ("method", node.func.attr, owner, self._values(node.args))
        return _PYTHON


@functools.lru_cache(maxsize=None)
def _FUNCTIONS() -> t.Dict[int, str]:
    from tutor import types as tutor_types

    known = {"len": len, "str": str, "list": list, "basename": os.path.basename}
    known["get_typed"] = tutor_types.get_typed
    return {id(function): name for name, function in known.items()}


def _is_plain(value: t.Any) -> bool:
    # Nothing that can change.
    if type(value) is tuple:
        return all(_is_plain(one) for one in value)
    return value is None or type(value) in (str, bool, int, float)
