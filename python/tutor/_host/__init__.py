# SPDX-License-Identifier: Apache-2.0
"""The program's own part of the package; nothing for plugins."""
