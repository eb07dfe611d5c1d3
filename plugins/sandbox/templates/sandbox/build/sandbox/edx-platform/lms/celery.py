# SPDX-License-Identifier: Apache-2.0
"""The Celery application of LMS, for `celery --app=lms.celery`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.envs.production")

from openedx.core.lib.celery import APP as app  # noqa: E402  (needs the variable above)
