# SPDX-License-Identifier: Apache-2.0
"""Starts processes for the comparison, quickly.

Runs in the virtual environment of the reference, with the libraries that the reference imports
loaded already (none of its own modules: those look at the environment while they are imported).
Each request is a JSON object with three descriptors attached; a process is forked for it which
takes over environment, folder and descriptors, then runs a program or the reference's script.
The answer is the process id, and later the exit status, negative for a signal.
"""
import atexit
import fcntl
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import termios
import traceback

_LIBRARIES = (
    "asyncio", "click", "click.shell_completion", "concurrent.futures", "Crypto.Protocol.KDF",
    "Crypto.PublicKey.RSA", "email.parser", "getpass", "glob", "http.client", "importlib_metadata",
    "importlib_resources", "inspect", "jinja2", "packaging.version", "shlex", "ssl", "tarfile",
    "tempfile", "urllib.request", "yaml", "yaml.cyaml",
)  # fmt: skip


def main(address):
    for name in _LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            pass
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in ready:  # closed: whoever started us is gone
            return
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _serve(connection)
            os._exit(0)
        connection.close()


def _serve(connection):
    size = int.from_bytes(connection.recv(8, socket.MSG_WAITALL), "big")
    _, descriptors, _, _ = socket.recv_fds(connection, 1, 3)
    request = json.loads(connection.recv(size, socket.MSG_WAITALL))
    child = os.fork()
    if child == 0:
        _become(request, descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    connection.sendall(f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(request, descriptors):
    os.setsid()
    for target, descriptor in enumerate(descriptors):
        os.dup2(descriptor, target)
    os.closerange(3, 64)
    if request["terminal"]:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    signal.signal(signal.SIGINT, signal.default_int_handler if request["script"] else signal.SIG_DFL)
    if not request["script"]:
        try:
            os.execv(request["argv"][0], request["argv"])
        finally:
            os._exit(127)
    # As the interpreter would have made them.
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1 if os.isatty(1) else -1)
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1, errors="backslashreplace")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    sys.argv = request["argv"]
    status = 0
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # pylint: disable=broad-except
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()  # pylint: disable=protected-access
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


if __name__ == "__main__":
    main(sys.argv[1])
