# SPDX-License-Identifier: Apache-2.0
"""What plugins look at while they are loaded: what their contributions may depend on.

docs/decisions/0009-plugin-snapshot.md says what for.
"""

from __future__ import annotations

import os
import random
import stat
import sys
import time
import typing as t

# What a process does to the world, or asks it, that a later run would have to do again.
_EFFECTS = (
    "_thread.start_new_thread", "ftplib.", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn",
    "os.putenv", "os.spawn", "os.startfile", "os.system", "os.unsetenv", "os.chdir", "os.chmod",
    "os.chown", "os.kill", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.symlink", "os.truncate", "os.utime", "shutil.", "signal.", "smtplib.", "socket.connect", "socket.get",
    "socket.send", "sqlite3.", "subprocess.", "syslog.", "tempfile.", "urllib.Request", "webbrowser.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Time stamps of files move in steps.
_YOUNG = 20_000_000

Dependency = t.Tuple[str, str, str]


def state_of(path: str) -> str:
    """What changes when a file changes, or the names in a folder. As in dependencies.cpp."""
    try:
        found = _stat(path)
    except (OSError, ValueError):
        return "-"
    if stat.S_ISDIR(found.st_mode):
        return f"d:{found.st_mtime_ns}"
    return f"f:{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def kind_of(path: str) -> str:
    """Whether it is there at all."""
    return state_of(path)[0]


_stat = os.stat
_Environment: t.Any = type(os.environ)


class Watch:
    """From its beginning to its end."""

    def __init__(self) -> None:
        self.active = False
        self.problems: t.List[str] = []
        self._files: t.Dict[str, str] = {}
        self._kinds: t.Dict[str, str] = {}
        self._variables: t.Set[str] = set()
        self._modules: t.Set[str] = set()
        self._restore: t.List[t.Callable[[], None]] = []
        self._numbers: t.Any = None  # the state of the generator that everybody shares

    def begin(self) -> None:
        self._modules = set(sys.modules)
        self._watch_environment()
        self._watch_functions()
        self._watch_streams()
        self._watch_arguments()
        self._watch_chance()
        self.active = True
        sys.addaudithook(self._audit)

    def end(self) -> None:
        if random.getstate() != self._numbers:
            self.problem("it draws random numbers")
        self.active = False
        while self._restore:
            self._restore.pop()()

    def dependencies(self) -> t.List[Dependency]:
        """Kind, name and, for what has one, the state when it was looked at."""
        self._add_modules()
        for folder in sys.path:
            if folder:
                self._file(folder)
        result = [("file", path, state) for path, state in self._files.items()]
        result += [("kind", path, state) for path, state in self._kinds.items()]
        result += [("variable", name, "") for name in sorted(self._variables)]
        return result

    def problem(self, what: str) -> None:
        if self.active:
            self.problems.append(what)

    # Files

    def _file(self, path: t.Any) -> None:
        name = self._absolute(path)
        if name is None or name in self._files:
            return
        state = state_of(name)
        self._files[name] = state
        if state != "-" and time.time_ns() - int(state.split(":")[-1]) < _YOUNG:
            self.problems.append(f"{name} has just been changed")

    def _kind(self, path: t.Any) -> None:
        name = self._absolute(path)
        if name is not None:
            self._kinds.setdefault(name, kind_of(name))

    def _absolute(self, path: t.Any) -> t.Optional[str]:
        if isinstance(path, int):
            return None
        try:
            name = os.fsdecode(path)
        except TypeError:
            return None
        if not os.path.isabs(name):
            self.problem(f"it looks at '{name}' in the working folder")
            return None
        try:
            name.encode()
        except UnicodeEncodeError:
            self.problem("it looks at a file whose name is no UTF-8")
            return None
        return name

    def _add_modules(self) -> None:
        standard = os.path.dirname(os.__file__) + os.sep
        for name in list(sys.modules):
            if name in self._modules and not name.startswith("tutor"):
                continue
            spec = getattr(sys.modules[name], "__spec__", None)
            origin = getattr(spec, "origin", None)
            if not origin or not getattr(spec, "has_location", False):
                continue
            if not origin.startswith(standard) or "-packages" + os.sep in origin:
                self._file(origin)

    # Events

    def _audit(self, event: str, args: t.Tuple[t.Any, ...]) -> None:
        if not self.active:
            return
        if event == "open":
            self._opened(*args[:3])
        elif event in ("os.listdir", "os.scandir"):
            self._file("." if args[0] is None else args[0])
        elif event.startswith(_EFFECTS):
            if not any("__pycache__" in str(arg) for arg in args):
                self.problem(event)

    def _opened(self, path: t.Any, _mode: t.Any, flags: t.Any) -> None:
        name = str(path)
        if name.endswith(".pyc") or "__pycache__" in name:
            return
        if isinstance(flags, int) and flags & _WRITING:
            self.problem(f"it writes to '{name}'")
            return
        self._file(path)

    # What there are no events for

    def _watch_environment(self) -> None:
        watch = self

        class Watched(_Environment):  # type: ignore
            def __getitem__(self, key: str) -> str:
                if watch.active and isinstance(key, (str, bytes)):
                    watch._variables.add(os.fsdecode(key))
                return t.cast(str, super().__getitem__(key))

            def __iter__(self) -> t.Iterator[str]:
                watch.problem("it looks at all variables of the environment")
                return t.cast(t.Iterator[str], super().__iter__())

        for environment in (os.environ, getattr(os, "environb", None)):
            if environment is None:
                continue
            was = environment.__class__
            environment.__class__ = Watched

            def restore(one: t.Any = environment, kind: t.Any = was) -> None:
                one.__class__ = kind

            self._restore.append(restore)

    def _watch_functions(self) -> None:
        for name in ("stat", "lstat", "access"):
            original = getattr(os, name)

            def watched(
                path: t.Any, *args: t.Any, original: t.Any = original, **kwargs: t.Any
            ) -> t.Any:
                if self.active:
                    self._kind(path)
                return original(path, *args, **kwargs)

            def restore(name: str = name, original: t.Any = original) -> None:
                setattr(os, name, original)

            setattr(os, name, watched)
            self._restore.append(restore)

    def _watch_streams(self) -> None:
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if stream is None:
                continue
            setattr(sys, name, _Stream(stream, self))

            def restore(name: str = name, stream: t.Any = stream) -> None:
                if isinstance(getattr(sys, name), _Stream):
                    setattr(sys, name, stream)

            self._restore.append(restore)

    def _watch_arguments(self) -> None:
        original = sys.argv
        sys.argv = _Arguments(original, self)

        def restore() -> None:
            if isinstance(sys.argv, _Arguments):
                sys.argv = original

        self._restore.append(restore)

    def _watch_chance(self) -> None:
        self._numbers = random.getstate()
        original = os.urandom

        def watched(size: int) -> bytes:
            self.problem("it draws random bytes")
            return original(size)

        # "random" and, over it, "secrets" took the function when they were imported.
        owners: t.List[t.Tuple[t.Any, str]] = [(os, "urandom"), (random, "_urandom")]
        for module, name in owners:
            if getattr(module, name, None) is not original:
                continue
            setattr(module, name, watched)

            def restore(module: t.Any = module, name: str = name) -> None:
                setattr(module, name, original)

            self._restore.append(restore)


class _Stream:
    # Somebody may keep it for ever: it is the stream itself in everything but writing.
    def __init__(self, stream: t.Any, watch: Watch):
        self._stream = stream
        self._watch = watch

    def write(self, text: str) -> int:
        self._watch.problem("it prints")
        return t.cast(int, self._stream.write(text))

    def writelines(self, lines: t.Iterable[str]) -> None:
        self._watch.problem("it prints")
        self._stream.writelines(lines)

    @property
    def buffer(self) -> t.Any:
        self._watch.problem("it prints")
        return self._stream.buffer

    def __getattr__(self, name: str) -> t.Any:
        return getattr(self._stream, name)

    def __iter__(self) -> t.Iterator[str]:
        return iter(self._stream)


class _Arguments(t.List[str]):
    def __init__(self, words: t.Sequence[str], watch: Watch):
        super().__init__(words)
        self.watch = watch

    def __getitem__(self, index: t.Any) -> t.Any:
        self.watch.problem("it looks at the command line")
        return super().__getitem__(index)

    def __iter__(self) -> t.Iterator[str]:
        self.watch.problem("it looks at the command line")
        return super().__iter__()

    def __contains__(self, word: object) -> bool:
        self.watch.problem("it looks at the command line")
        return super().__contains__(word)

    def __len__(self) -> int:
        self.watch.problem("it looks at the command line")
        return super().__len__()


_watch: t.Optional[Watch] = None


def begin() -> None:
    """Before the first plugin is loaded."""
    global _watch
    _watch = Watch()
    _watch.begin()


def end() -> t.Tuple[t.List[Dependency], t.List[str]]:
    """After the last one: what they looked at, and why that may not be all."""
    assert _watch is not None
    _watch.end()
    return _watch.dependencies(), _watch.problems
