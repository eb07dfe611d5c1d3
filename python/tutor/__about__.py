# SPDX-License-Identifier: Apache-2.0
"""Versions: of the Tutor whose contract the program fulfils, not of the program."""

import os

__version__ = "21.0.8"
__version_suffix__ = ""
__package_version__ = __version__
__app__ = os.environ.get("TUTOR_APP") or "tutor"
