# SPDX-License-Identifier: Apache-2.0
"""Runs our program and the reference side by side and prints ratios.

The reference is installed into build/peers/VERSION with pip, once.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
REFERENCE = "21.0.8"


def reference(*requirements):
    """The reference's program; None, having said why, when it cannot be installed."""
    folder = TOP / "build" / "peers" / f"tutor-{REFERENCE}"
    program = folder / "bin" / "tutor"
    if not program.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        print(f"installing the reference {REFERENCE} ...", file=sys.stderr)
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
            subprocess.run(
                [folder / "bin" / "pip", "install", "--quiet", f"tutor=={REFERENCE}", *requirements],
                check=True, capture_output=True,
            )
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
            print(f"the reference cannot be installed: {' '.join(last)}", file=sys.stderr)
            return None
    return str(program)


def measure(command, environment):
    """Wall seconds of one run."""
    begin = time.perf_counter()
    completed = subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    seconds = time.perf_counter() - begin
    if completed.returncode != 0:
        sys.exit(f"failed with status {completed.returncode}: {' '.join(command)}")
    return seconds


def peak_memory(command, environment):
    """Peak KiB of one run, as GNU time (Debian package time) tells it: a child of this interpreter
    would count the interpreter's own."""
    completed = subprocess.run(
        ["/usr/bin/time", "--quiet", "-f", "%M", *command],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True,
    )
    return int(completed.stderr.split()[-1])


def compare(name, ours, theirs, runs, environment_of):
    """Runs both in turn; prints medians and ratios; returns (speed ratio, memory ratio)."""
    times, peaks = {"ours": [], "theirs": []}, {}
    for turn in range(runs + 1):
        for side, command in (("ours", ours), ("theirs", theirs)):
            seconds = measure(command, environment_of(side))
            if turn > 0:  # the first run warms the caches
                times[side].append(seconds)
    for side, command in (("ours", ours), ("theirs", theirs)):
        peaks[side] = [peak_memory(command, environment_of(side)) for _ in range(3)]
    median = {side: statistics.median(values) for side, values in times.items()}
    peak = {side: statistics.median(values) for side, values in peaks.items()}
    speed = median["theirs"] / median["ours"]
    memory = peak["ours"] / peak["theirs"]
    print(
        f"{name:28} ours {median['ours'] * 1000:8.2f} ms  reference {median['theirs'] * 1000:8.1f} ms"
        f"  {speed:6.1f} times faster   memory {peak['ours'] / 1024:5.1f} of {peak['theirs'] / 1024:5.1f} MiB"
        f" ({memory:.2f})"
    )
    return speed, memory
