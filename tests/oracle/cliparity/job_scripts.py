# SPDX-License-Identifier: Apache-2.0
"""Scripts of jobs, compared by what a recording shell runs.

`scripts` of a case: "run" (the default), "count" (how many there are; for initialisation, whose
scripts env-parity compares, and where both ways are known to differ).
"""
import re

from parity import scripts


def compare(ours, reference, case):
    """Replace the scripts of both sides by their meaning, where they are to be compared."""
    for key in [key for key in ours if key.split(".")[-1] == "scripts"]:
        for side in (ours, reference):
            if case.get("scripts", "run") == "count":
                side[key] = len(side[key])
            elif ours[key] != reference[key]:
                side[key] = [_meaning(script) for script in side[key]]


def _meaning(script):
    done = scripts.run(re.sub(r"(?<![\w/])/tmp/", "/mnt/tmp/", script), {})
    return {
        "status": done["status"],
        "calls": [re.sub(r"(/library)[.0-9]*(.tar.gz)", r"\1\2", _plain_sql(call)) for call in done["calls"]],
        "files": {name for name in done["files"] if not name.startswith("mnt/tmp/")},
    }


def _plain_sql(call):
    """SQL without the case of what is not quoted."""
    if not call.startswith("mysql "):
        return call
    return re.sub(r"'[^']*'|[^']+", lambda part: part[0] if part[0][0] == "'" else part[0].upper(), call)
