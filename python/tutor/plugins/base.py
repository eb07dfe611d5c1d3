# SPDX-License-Identifier: Apache-2.0
"""Where plugins are that consist of one file."""

import _tutor

PLUGINS_ROOT_ENV_VAR_NAME = "TUTOR_PLUGINS_ROOT"
PLUGINS_ROOT = _tutor.plugins_root()
