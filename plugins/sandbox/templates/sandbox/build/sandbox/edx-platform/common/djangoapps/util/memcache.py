# SPDX-License-Identifier: Apache-2.0
"""Keys of cache entries."""

import hashlib


def safe_key(key, key_prefix, version):
    """One key of bounded length from its parts."""
    text = ":".join(str(part) for part in (key_prefix, version, key))
    if len(text) > 250 or not text.isprintable():
        return hashlib.sha256(text.encode()).hexdigest()
    return text
