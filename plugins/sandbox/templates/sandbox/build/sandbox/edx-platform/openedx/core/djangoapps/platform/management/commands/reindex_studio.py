# SPDX-License-Identifier: Apache-2.0
"""reindex_studio: the stand-in has nothing that it could work on."""

from openedx.core.djangoapps.platform.unneeded import UnneededCommand as Command
