# SPDX-License-Identifier: Apache-2.0
"""Search without a search engine: Debian has no Meilisearch, so there is nothing to index into."""


class MeilisearchEngine:
    """The name that the settings give to the search engine."""


def create_indexes(index_filterables=None):
    """Says that it has nothing to do."""
    print("sandbox: no search engine, no indexes")
