# SPDX-License-Identifier: Apache-2.0
"""The LMS answers, and says that its database and its queue work."""

import os
import urllib.request

SCHEME = "https" if os.environ.get("ENABLE_HTTPS") == "true" else "http"
PORT = os.environ.get("LMS_PORT")
BASE = f"{SCHEME}://{os.environ['LMS_HOST']}" + (f":{PORT}" if PORT else "")


def get(path):
    with urllib.request.urlopen(BASE + path, timeout=30) as response:
        return response.status, response.read()


def test_heartbeat():
    status, _ = get("/heartbeat")
    assert status == 200


def test_front_page():
    status, body = get("/")
    assert status == 200
    assert b"<html" in body.lower()
