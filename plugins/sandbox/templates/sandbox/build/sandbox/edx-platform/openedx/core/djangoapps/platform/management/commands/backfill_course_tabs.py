# SPDX-License-Identifier: Apache-2.0
"""backfill_course_tabs: the stand-in has nothing that it could work on."""

from openedx.core.djangoapps.platform.unneeded import UnneededCommand as Command
