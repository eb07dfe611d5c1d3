# SPDX-License-Identifier: Apache-2.0
"""The Celery application of CMS, for `celery --app=cms.celery`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.envs.production")

from openedx.core.lib.celery import APP as app  # noqa: E402  (needs the variable above)
