# SPDX-License-Identifier: Apache-2.0
"""The errors of the Meilisearch client."""


class MeilisearchError(Exception):
    """Any of them."""


class MeilisearchApiError(MeilisearchError):
    """What the server answered."""

    code = "api_key_not_found"
    status_code = 404
