# SPDX-License-Identifier: Apache-2.0
"""The errors of the client."""


class MeilisearchApiError(Exception):
    """What a search engine refuses, with its code."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code
