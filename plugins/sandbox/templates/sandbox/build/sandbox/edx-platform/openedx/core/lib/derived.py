# SPDX-License-Identifier: Apache-2.0
"""Settings that are computed from others once all of those are known."""

import sys


class Derived:
    """A setting to be computed from the finished settings by a function."""

    def __init__(self, calculate):
        self.calculate = calculate


def derive_settings(module_name):
    """Computes every Derived value of a settings module, also inside dicts and lists."""
    module = sys.modules[module_name]

    def resolve(value):
        if isinstance(value, Derived):
            return value.calculate(module)
        if isinstance(value, dict):
            return {key: resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return [resolve(item) for item in value]
        return value

    for name in [name for name in vars(module) if name.isupper()]:
        setattr(module, name, resolve(getattr(module, name)))
