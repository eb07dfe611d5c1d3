# SPDX-License-Identifier: Apache-2.0
"""Commands: click's as commands of the program, the program's as click commands."""

from __future__ import annotations

import contextlib
import importlib
import typing as t

import click
import click.shell_completion

import _tutor

_GROUPS = ("local", "dev", "k8s")


def is_command(candidate: t.Any) -> bool:
    """Whether it is a click command or group."""
    return isinstance(candidate, click.Command)


# Contexts


def _root_context() -> click.Context:
    from tutor.commands.context import Context

    return click.Context(
        click.Group("tutor"),
        info_name="tutor",
        obj=Context(_tutor.root()),
        help_option_names=["-h", "--help"],
    )


def _child_context(parent: click.Context, name: str) -> click.Context:
    if parent.parent is None and name in _GROUPS:
        module = importlib.import_module(f"tutor.commands.{name}")
        group = getattr(module, name)
        context_class = getattr(module, f"{name.capitalize()}Context")
        return click.Context(
            group, info_name=name, parent=parent, obj=context_class(parent.obj.root)
        )
    return click.Context(click.Group(name), info_name=name, parent=parent)


def context_of(path: t.Sequence[str]) -> click.Context:
    """The context of the groups that a path such as ["tutor", "local", "do"] names."""
    context = _root_context()
    for name in path[1:]:
        context = _child_context(context, name)
    return context


def push_context(words: t.Sequence[str]) -> None:
    """What `click.get_current_context()` gives while a command of the program runs."""
    path = ["tutor"]
    for word in words:
        if word.startswith("-"):
            continue
        path.append(word)
        break
    click.globals.push_context(context_of(path))


# Running commands of plugins


def run(command: click.Command, path: t.Sequence[str], args: t.Sequence[str]) -> int:
    """Run a click command on its words; the exit status. Usage errors are printed here."""
    parent = context_of(path[:-1])
    with _scopes(parent):
        try:
            with command.make_context(path[-1], list(args), parent=parent) as context:
                command.invoke(context)
                context.exit()
        except click.exceptions.Exit as ended:
            return ended.exit_code
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except EOFError as error:
            raise click.Abort() from error
    return 0


def complete(
    command: click.Command, args: t.Sequence[str], incomplete: str
) -> t.List[t.Tuple[str, str, str]]:
    """Value, type and help of what may come after `args`."""
    name = command.name or ""
    shell = click.shell_completion.ShellComplete(
        command, {"parent": _root_context()}, name, "_TUTOR_COMPLETE"
    )
    return [
        (str(item.value), item.type, item.help or "")
        for item in shell.get_completions(list(args), incomplete)
    ]


@contextlib.contextmanager
def _scopes(context: click.Context) -> t.Iterator[None]:
    with contextlib.ExitStack() as stack:
        chain = [context]
        while chain[-1].parent is not None:
            chain.append(chain[-1].parent)
        for one in reversed(chain):
            stack.enter_context(one.scope(cleanup=False))
        yield


def start_job(command: click.Command, path: t.Sequence[str], args: t.Sequence[str]) -> JobRun:
    """Parse the words of a `do` job; ends the program when there is nothing to run."""
    parent = context_of(path[:-1])
    try:
        context = command.make_context(path[-1], list(args), parent=parent)
    except click.exceptions.Exit as ended:
        raise SystemExit(ended.exit_code) from ended
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from error
    return JobRun(context)


class JobRun:
    """One run of a `do` job: its tasks come one by one, while its click context is in force."""

    def __init__(self, context: click.Context):
        self.parameters = dict(context.params)
        self._context = context
        self._scopes = contextlib.ExitStack()
        self._tasks: t.Optional[t.Iterator[t.Any]] = None

    def next_task(self) -> t.Optional[tuple[str, str]]:
        """Service and script; None in the end."""
        try:
            if self._tasks is None:
                self._scopes.enter_context(_scopes(self._context))
                self._tasks = iter(self._context.command.invoke(self._context) or [])
            task = next(self._tasks, None)
        except click.exceptions.Exit as ended:
            self._scopes.close()
            if ended.exit_code != 0:
                raise SystemExit(ended.exit_code) from ended
            return None
        except click.ClickException as error:
            error.show()
            raise SystemExit(error.exit_code) from error
        if task is None:
            self._scopes.close()
            return None
        if not isinstance(task, (tuple, list)) or [type(part) for part in task] != [str, str]:
            from tutor.exceptions import TutorError

            raise TutorError(
                f"job '{self._context.info_name}' must yield pairs of service and script, "
                f"got {task!r}"
            )
        return task[0], task[1]


# Commands of the program, for plugins that call them or add to their groups

# Parameters that plugins know by another name than the option's.
_NAMES = {
    ("config", "save"): {
        "set": "set_vars",
        "append": "append_vars",
        "remove": "remove_vars",
        "unset": "unset_vars",
        "clean": "clean_env",
    },
    ("images", "build"): {
        "image_name": "image_names",
        "output": "docker_output",
        "build_arg": "build_args",
        "add_host": "add_hosts",
        "docker_arg": "docker_args",
    },
    ("plugins", "list"): {"enabled": "show_enabled_only"},
}

_TYPES = {
    "text": click.STRING,
    "integer": click.INT,
    "floating": click.FLOAT,
    "path": click.Path(),
    "file": click.Path(),
    "directory": click.Path(),
}


def core_command(
    description: t.Dict[str, t.Any], path: t.Sequence[str], runs_in: t.Sequence[str] = ()
) -> click.Command:
    """A click command that runs one of the program's, or the group of such commands."""
    path = tuple(path)
    params = [_option(one, path) for one in description["options"]]
    params += [_argument(one) for one in description["arguments"]]
    settings = {}
    if description["unknown_options"]:
        settings["ignore_unknown_options"] = True
    common = {
        "help": description["help"] or None,
        "short_help": description["short_help"] or None,
        "hidden": description["hidden"],
        "context_settings": settings,
    }
    if description["is_group"]:
        group = CoreGroup(description["name"], params=params, **common)
        for one in description["commands"]:
            group.add_core(core_command(one, (*path, one["name"])))
        return group

    def callback(**values: t.Any) -> None:
        words = [*path, *_words(params, values)]
        status = _tutor.run_command(words)
        if status != 0:
            raise click.exceptions.Exit(status)

    return click.Command(description["name"], params=params, callback=callback, **common)


class CoreGroup(click.Group):
    """A group of the program; plugins add commands to it as to any click group."""

    def __init__(self, *args: t.Any, **kwargs: t.Any):
        super().__init__(*args, **kwargs)
        self._core: t.Set[int] = set()

    def add_core(self, command: click.Command) -> None:
        self.add_command(command)
        self._core.add(id(command))

    def added(self) -> t.List[click.Command]:
        """What plugins added, under the names they gave."""
        result = []
        for name, command in self.commands.items():
            if id(command) in self._core:
                continue
            if command.name != name:
                command.name = name
            result.append(command)
        return result


def core_group(name: str) -> click.Group:
    """The program's group of that name, or an empty one when it has none yet."""
    for description in _tutor.command_tree()["commands"]:
        if description["name"] == name:
            group = core_command(description, (name,))
            assert isinstance(group, click.Group)
            return group
    return CoreGroup(name)


def added_to(name: str) -> t.List[click.Command]:
    """What plugins added to the program's group of that name."""
    import sys

    module = sys.modules.get(f"tutor.commands.{name}")
    group = getattr(module, name, None)
    return group.added() if isinstance(group, CoreGroup) else []


def _option(description: t.Dict[str, t.Any], path: t.Tuple[str, ...]) -> click.Option:
    name = _NAMES.get(path, {}).get(description["name"], description["name"])
    names = list(description["names"])
    default: t.Any = description["default"]
    settings: t.Dict[str, t.Any] = {
        "help": description["help"],
        "hidden": description["hidden"],
        "required": description["required"],
    }
    if description["is_flag"]:
        if description["negative"]:
            longest = max(names, key=len)
            names[names.index(longest)] = f"{longest}/{description['negative']}"
        return click.Option(
            [*names, name], is_flag=True, default=default == "true", **settings
        )
    if description["type"] == "choice":
        kind: t.Any = click.Choice(description["choices"])
    else:
        kind = _TYPES.get(description["type"], click.STRING)
    if not description["multiple"]:
        settings["default"] = default
    return click.Option([*names, name], multiple=description["multiple"], type=kind, **settings)


def _argument(description: t.Dict[str, t.Any]) -> click.Argument:
    return click.Argument(
        [description["name"]],
        nargs=-1 if description["several"] else 1,
        required=description["required"],
        type=click.UNPROCESSED,
    )


def _words(params: t.List[t.Any], values: t.Dict[str, t.Any]) -> t.Iterator[str]:
    # The command line that says what click has parsed.
    arguments = []
    for param in params:
        value = values.get(param.name)
        if value is None:
            continue
        several = isinstance(value, (list, tuple, dict))
        items = list(value.items() if isinstance(value, dict) else value) if several else [value]
        if isinstance(param, click.Argument):
            arguments += [str(item) for item in items]
        elif param.is_flag:
            names = param.opts if value else param.secondary_opts
            yield from names[-1:]
        else:
            for item in items:
                yield from (param.opts[-1], _text(item))
    if any(word.startswith("-") for word in arguments):
        yield "--"
    yield from arguments


def _text(item: t.Any) -> str:
    if isinstance(item, tuple) and len(item) == 2:
        from tutor import serialize

        value = item[1] if isinstance(item[1], str) else serialize.dumps(item[1])
        return f"{item[0]}={value}"
    return str(item)
