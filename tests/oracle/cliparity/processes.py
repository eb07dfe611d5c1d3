# SPDX-License-Identifier: Apache-2.0
"""Runs a program through the server of `server.py`: with pipes, or on a terminal."""
import json
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import termios
import time
from dataclasses import dataclass

_SECONDS = 180
# A question has been asked when the output rests for so long without an end of line.
_QUIET_SECONDS = 0.12


@dataclass
class Finished:
    status: object  # "timeout" when it had to be ended
    out: str
    error: str


class Server:
    """Lives until `close`."""

    def __init__(self, python, folder):
        self.address = str(folder / "server")
        script = pathlib.Path(__file__).with_name("server.py")
        self._process = subprocess.Popen(  # pylint: disable=consider-using-with
            [python, "-B", str(script), self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._process.stdout.readline()

    def close(self):
        self._process.stdin.close()
        self._process.wait()

    def run(self, argv, *, script, environment, folder, stdin="", terminal=None):
        """`terminal`: the lines to type, each when the program asks; None for pipes."""
        if terminal is None:
            return self._piped(argv, script, environment, folder, stdin)
        return self._on_terminal(argv, script, environment, folder, terminal)

    def _start(self, argv, script, environment, folder, descriptors, terminal):
        request = json.dumps(
            {"argv": argv, "script": script, "environment": environment, "folder": str(folder), "terminal": terminal}
        ).encode()
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        connection.sendall(len(request).to_bytes(8, "big"))
        socket.send_fds(connection, [b"f"], descriptors)
        connection.sendall(request)
        for descriptor in descriptors:
            os.close(descriptor)
        answer = connection.makefile("r")
        return answer, int(answer.readline())

    def _piped(self, argv, script, environment, folder, stdin):
        read_in, write_in = os.pipe()
        read_out, write_out = os.pipe()
        read_error, write_error = os.pipe()
        os.write(write_in, stdin.encode())
        os.close(write_in)
        answer, pid = self._start(argv, script, environment, folder, [read_in, write_out, write_error], False)
        outputs = {read_out: b"", read_error: b""}
        timed_out = _collect(outputs, pid, None)
        status = answer.readline().strip()
        return Finished(
            "timeout" if timed_out else int(status), _text(outputs[read_out]), _text(outputs[read_error])
        )

    def _on_terminal(self, argv, script, environment, folder, lines):
        master, slave = pty.openpty()
        error_master, error_slave = pty.openpty()
        for descriptor in (slave, error_slave):
            termios.tcsetwinsize(descriptor, (24, 80))
        answer, pid = self._start(
            argv, script, environment, folder, [os.dup(slave), os.dup(slave), os.dup(error_slave)], True
        )
        os.close(slave)
        os.close(error_slave)
        outputs = {master: b"", error_master: b""}
        timed_out = _collect(outputs, pid, (master, list(lines)))
        status = answer.readline().strip()
        return Finished(
            "timeout" if timed_out else int(status),
            _text(outputs[master]).replace("\r\n", "\n"),
            _text(outputs[error_master]).replace("\r\n", "\n"),
        )


def _collect(outputs, pid, typing):
    """Read all to the end; true when that took too long."""
    end = time.monotonic() + _SECONDS
    left = set(outputs)
    timed_out = False
    asked_at = 0
    while left:
        ready, _, _ = select.select(list(left), [], [], _QUIET_SECONDS if typing else 1)
        for descriptor in ready:
            try:
                data = os.read(descriptor, 65536)
            except OSError:  # a terminal whose other side is closed
                data = b""
            if data:
                outputs[descriptor] += data
            else:
                left.discard(descriptor)
                os.close(descriptor)
        if typing and not ready and typing[0] in left:
            written = outputs[typing[0]]
            if len(written) > asked_at and not written.endswith(b"\n") and typing[1]:
                os.write(typing[0], _keys(typing[1].pop(0)))
                asked_at = len(written) + 1
        if time.monotonic() > end and not timed_out:
            timed_out = True
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    return timed_out


def _keys(line):
    """A line to type; "^C" and "^D" are those keys."""
    return {"^C": b"\x03", "^D": b"\x04"}.get(line, line.encode() + b"\n")


def _text(data):
    return data.decode("utf-8", "backslashreplace")


def without_colours(text):
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)


def colours(text):
    """In which colours something was printed: the codes that hold for a visible character."""
    found, now, bold = set(), "", ""
    for code, character in re.findall(r"\x1b\[([0-9;]*)m|(\S)", re.sub(r"\x1b\[[0-9;]*[A-Za-ln-z]", "", text)):
        if character:
            found.add(f"{now} {bold}".strip() or "none")
        elif code in ("", "0"):
            now = bold = ""
        else:
            now, bold = (now, "bold") if code == "1" else (code, bold)
    return found
