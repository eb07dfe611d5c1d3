# SPDX-License-Identifier: Apache-2.0
"""The beginning and the end of the interpreter."""

from __future__ import annotations

import atexit
import importlib.machinery
import importlib.util
import os
import sys
import threading
import typing as t


def start(folder: str) -> None:
    """Make sure that plugins meet this package, and see the environment as it is."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # The program writes to the same files without Python's buffers.
            stream.reconfigure(line_buffering=True)

    import _tutor
    import tutor

    found = os.path.realpath(os.path.dirname(tutor.__file__ or ""))
    if found != os.path.realpath(os.path.join(folder, "tutor")):
        raise ImportError(f"another package named 'tutor' is in the way: {found}")
    _be_on_path()
    sys.meta_path.insert(0, _SlowModules())
    os.environ["TUTOR_ROOT"] = _tutor.root()
    os.environ["TUTOR_PLUGINS_ROOT"] = _tutor.plugins_root()

    import tutor.hooks


class _SlowModules:
    """Modules that many plugins import and few of their commands use: read when first used."""

    names = frozenset({"requests"})

    @classmethod
    def find_spec(
        cls, name: str, path: t.Any = None, target: t.Any = None
    ) -> t.Optional[importlib.machinery.ModuleSpec]:
        if name not in cls.names:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec


def stop() -> None:
    """What Python does before it ends, without ending."""
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except OSError:
                pass


def _be_on_path() -> None:
    # Plugins run "tutor" as a program: it must be this one.
    program = os.path.realpath("/proc/self/exe")
    if os.path.basename(program) != "tutor":
        return
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    for folder in folders:
        candidate = os.path.join(folder, "tutor")
        if os.access(candidate, os.X_OK):
            if os.path.realpath(candidate) == program:
                return
            break
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(program), *folders])
