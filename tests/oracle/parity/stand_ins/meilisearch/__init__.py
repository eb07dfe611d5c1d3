# SPDX-License-Identifier: Apache-2.0
"""Stands for the client of Meilisearch: writes down which keys are made."""
import json
import os

from . import errors


class Client:
    def __init__(self, url, api_key=None, **_):
        self._server = f"{url} {api_key}"

    def get_key(self, key_or_uid):
        if not os.environ.get("KEY_EXISTS"):
            raise errors.MeilisearchApiError("key not found")
        return {"uid": key_or_uid}

    def get_keys(self, *_):
        return {"results": []}

    def create_key(self, options):
        facts = {key: value for key, value in options.items() if key not in ("name", "description")}
        with open(os.environ["JOURNAL"], "a", encoding="utf-8") as journal:
            words = ["meilisearch", self._server, json.dumps(facts, sort_keys=True)]
            journal.write(json.dumps({"words": words, "input": "", "password": ""}) + "\n")
