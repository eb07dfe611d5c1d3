# SPDX-License-Identifier: Apache-2.0
"""What completion has to know of a click command, as plain data: no code of a plugin runs to tell it.

None stands for a command whose completion is left to click, since it runs, or may run, code of a
plugin. `src/plugin_python/internal/click_tree.hpp` says what is done with the rest.
"""

from __future__ import annotations

import functools
import os
import re
import typing as t

import click

# Their completion is known: others may do it differently.
_VERSIONS = frozenset({(8, 1), (8, 2), (8, 3), (8, 4)})
_MAX_DEPTH = 16  # groups may contain themselves
_HELP = "Show this message and exit."

# Modules whose classes do what is expected of them.
_OURS = frozenset(
    {"abc", "builtins", "typing", "click.core", "click.decorators", "click.types",
     "tutor._host.commands"}
)  # fmt: skip
_CLASS = frozenset(
    """__abstractmethods__ __annotations__ __class_getitem__ __dict__ __doc__ __hash__ __init__
    __init_subclass__ __module__ __new__ __orig_bases__ __parameters__ __repr__ __slots__ __str__
    __weakref__ _abc_impl""".split()
)
# What may be overridden: completion does not call it.
_COMMAND = _CLASS | frozenset(
    """__call__ add_command collect_usage_pieces command command_class format_commands
    format_epilog format_help format_help_text format_options format_usage get_help get_usage group
    group_class invoke main result_callback to_info_dict""".split()
)
_PARAMETER = _CLASS | frozenset(
    """get_error_hint get_help_extra get_help_record get_usage_pieces human_readable_name
    make_metavar prompt_for_value to_info_dict""".split()
)
_TYPE = _CLASS | frozenset(
    """envvar_list_splitter fail get_invalid_choice_message get_metavar get_missing_message name
    shell_complete to_info_dict""".split()
)
_CONTEXT = frozenset(
    """allow_extra_args allow_interspersed_args auto_envvar_prefix color help_option_names
    ignore_unknown_options max_content_width obj show_default terminal_width""".split()
)


def describe(command: click.Command) -> t.Optional[tuple]:
    """Whether it is a group, whether options may follow arguments, whether unknown options are
    arguments; parameters; subcommands."""
    if not _click_is_known():
        return None
    return _known(lambda: _command(command, ("-h", "--help"), 0))


class _Unknown(Exception):
    pass


def _known(tell: t.Callable[[], tuple]) -> t.Optional[tuple]:
    try:
        return tell()
    except (_Unknown, KeyError, TypeError):  # no such field, no fields at all
        return None


@functools.lru_cache(maxsize=None)
def _click_is_known() -> bool:
    # Without importlib.metadata, whose import takes longer than all else here.
    folder = os.path.dirname(os.path.dirname(click.__file__ or ""))
    pattern = re.compile(r"click-(\d+)\.(\d+)[.\d]*\.(?:dist|egg)-info$")
    found = filter(None, map(pattern.match, os.listdir(folder)))
    return {(int(one[1]), int(one[2])) for one in found} in [{one} for one in _VERSIONS]


def _command(command: click.Command, help_names: t.Sequence[str], depth: int) -> tuple:
    fields = vars(command)
    settings = _plain(fields["context_settings"], dict)
    _require(
        depth < _MAX_DEPTH
        and not isinstance(command, click.CommandCollection)
        and _overridden(command) <= _COMMAND
        and _CONTEXT.issuperset(settings)
    )
    if settings.get("help_option_names") is not None:
        help_names = _names(settings["help_option_names"])
    parameters = [_parameter(one) for one in _plain(fields["params"], list)]
    arguments = [one[1] for one in parameters if one[0] == "argument"]
    names = [one[1] for one in parameters]
    _require(all(names.count(name) == 1 for name in arguments))
    if _plain(fields["add_help_option"], bool):
        parameters += _help_option(help_names, parameters)
    is_group = isinstance(command, click.Group)
    _require(not is_group or fields["chain"] is False)
    return (
        is_group,
        _switch(command, "allow_interspersed_args"),
        _switch(command, "ignore_unknown_options"),
        parameters,
        _children(_plain(fields["commands"], dict), help_names, depth + 1) if is_group else [],
    )


def _switch(command: click.Command, name: str) -> bool:
    value = vars(command)["context_settings"].get(name)
    return _plain(getattr(command, name) if value is None else value, bool)


def _children(
    commands: t.Dict[str, click.Command], help_names: t.Sequence[str], depth: int
) -> t.List[tuple]:
    result = []
    for name in sorted(map(_text, commands)):
        child = commands[name]
        _require(isinstance(child, click.Command))
        texts = [vars(child)[field] for field in ("help", "short_help", "deprecated")]
        _require(all(type(one) in (str, bool, type(None)) for one in texts))
        _require(not {"get_short_help_str", "__getattribute__", "__getattr__"} & _overridden(child))
        tree = _known(lambda: _command(child, help_names, depth))
        hidden = _plain(vars(child)["hidden"], bool)
        result.append((name, hidden, _text(child.get_short_help_str()), tree))
    return result


# Kind, name, names, help, hidden, several, kind of values, choices.


def _parameter(parameter: click.Parameter) -> tuple:
    fields = vars(parameter)
    _require(_overridden(parameter) <= _PARAMETER and not callable(fields["default"]))
    callback = fields["callback"]
    _require(callback is None or getattr(callback, "__module__", None) == "click.decorators")
    values = _values(fields)
    if isinstance(parameter, click.Argument):
        _require(fields["nargs"] in (1, -1) and fields["expose_value"] is True)
        return ("argument", _text(fields["name"]), [], "", False, fields["nargs"] == -1, *values)
    is_flag = _plain(fields["is_flag"], bool)
    _require(isinstance(parameter, click.Option) and fields["nargs"] == 1)
    _require(not fields["_flag_needs_value"] or is_flag)
    _require(not is_flag or fields["flag_value"] is not None)
    negative = _names(fields["secondary_opts"])
    _require(not negative or bool(is_flag and parameter.is_bool_flag))
    return (
        "flag" if is_flag or fields["count"] else "option",
        _text(fields["name"]),
        _names(fields["opts"]) + negative,
        "" if fields["help"] is None else _text(fields["help"]),
        _plain(fields["hidden"], bool),
        _plain(fields["multiple"], bool),
        *values,
    )


def _help_option(names: t.Sequence[str], parameters: t.Sequence[tuple]) -> t.List[tuple]:
    taken = {name for one in parameters for name in one[2]}
    free = [name for name in names if name not in taken]
    if not free:
        return []
    longest = min(free, key=lambda name: not name.startswith("--"))
    dest = longest.lstrip("-").replace("-", "_").lower()
    return [("flag", dest, free, _HELP, False, False, "none", [])]


def _values(fields: t.Dict[str, t.Any]) -> t.Tuple[str, t.List[str]]:
    kind = fields["type"]
    overridden = _overridden(kind)
    _require(overridden <= _TYPE)
    _require(not isinstance(kind, (click.types.FuncParamType, click.Tuple)))
    if fields["_custom_shell_complete"] is not None or "shell_complete" in overridden:
        return "python", []
    if isinstance(kind, click.Choice):
        choices = vars(kind)["choices"]
        if type(choices) not in (list, tuple) or not all(type(one) is str for one in choices):
            return "python", []
        any_case = not _plain(vars(kind)["case_sensitive"], bool)
        return "choices of any case" if any_case else "choices", [_text(one) for one in choices]
    if isinstance(kind, click.Path):
        return "folder" if kind.dir_okay and not kind.file_okay else "file", []
    return "file" if isinstance(kind, click.File) else "none", []


# Without trust


def _overridden(thing: t.Any) -> t.Set[str]:
    """What of click's does something else in this object."""
    classes = type(thing).__mro__
    base = next(one for one in classes if one.__module__ in _OURS)
    known = {*dir(base), "__getattr__"}
    found = {name for name in vars(thing) if callable(getattr(base, name, None))}
    for one in classes:
        if one.__module__ not in _OURS:
            found |= known.intersection(vars(one))
    return found


def _require(condition: bool) -> None:
    if not condition:
        raise _Unknown


def _plain(value: t.Any, kind: t.Type[t.Any]) -> t.Any:
    _require(type(value) is kind)
    return value


def _text(value: t.Any) -> str:
    _require(type(value) is str)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise _Unknown from error
    return value


def _names(names: t.Any) -> t.List[str]:
    _require(type(names) in (list, tuple))
    _require(all(_text(name).startswith("-") for name in names))
    return list(names)
