# SPDX-License-Identifier: Apache-2.0
"""The client's face without a search engine behind it: Debian has none, so no key is kept."""

from meilisearch.errors import MeilisearchApiError


class Client:
    """Answers for any address as a search engine that holds nothing."""

    def __init__(self, url, api_key=None):
        self.url = url

    def get_key(self, uid):
        """No key is ever found."""
        raise MeilisearchApiError("there is no search engine in the sandbox", "api_key_not_found")

    def create_key(self, options):
        """Says what did not happen."""
        print(f"sandbox: no search engine at {self.url}, the key is kept nowhere")
        return options
