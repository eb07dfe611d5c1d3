# SPDX-License-Identifier: Apache-2.0
"""The studio answers, and says that its database works."""

import os
import urllib.request

SCHEME = "https" if os.environ.get("ENABLE_HTTPS") == "true" else "http"
PORT = os.environ.get("CMS_PORT")
BASE = f"{SCHEME}://{os.environ['CMS_HOST']}" + (f":{PORT}" if PORT else "")


def test_heartbeat():
    with urllib.request.urlopen(BASE + "/heartbeat", timeout=30) as response:
        assert response.status == 200
