# SPDX-License-Identifier: Apache-2.0
"""The API of the cluster, asked directly: what the tests compare the program with."""

import base64
import http.client
import json
import pathlib
import re
import ssl
import threading
import time
import urllib.parse


class Api:
    """Made from a kubeconfig of the rig that holds a token."""

    def __init__(self, kubeconfig):
        text = pathlib.Path(kubeconfig).read_text()
        self.server = re.search(r"server: (\S+)", text)[1]
        self.token = re.search(r'token: "?([^"}\s]+)', text)[1]
        self.authority = base64.b64decode(re.search(r"certificate-authority-data: (\S+)", text)[1]).decode()

    def connect(self, timeout=30):
        address = urllib.parse.urlsplit(self.server)
        return http.client.HTTPSConnection(
            address.hostname,
            address.port,
            timeout=timeout,
            context=ssl.create_default_context(cadata=self.authority),
        )

    def ask(self, method, path, body=None, content_type="application/json"):
        connection = self.connect()
        try:
            connection.request(
                method,
                path,
                body=None if body is None else json.dumps(body),
                headers={"Authorization": f"Bearer {self.token}", "Content-Type": content_type},
            )
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 400 and answer.status != 404:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)

    def stream(self, path):
        """Objects of a watch with the time at which each came, for ever."""
        connection = self.connect(timeout=600)
        connection.request("GET", path, headers={"Authorization": f"Bearer {self.token}"})
        answer = connection.getresponse()
        while line := answer.readline():
            yield time.monotonic(), json.loads(line)["object"]


class Watch:
    """Notes when something first was so, on a thread of its own."""

    def __init__(self, api, path, condition):
        self.seen = None
        self._condition = condition
        threading.Thread(target=self._run, args=(api, path), daemon=True).start()
        time.sleep(0.3)

    def _run(self, api, path):
        for when, value in api.stream(path):
            if self.seen is None and self._condition(value):
                self.seen = when
