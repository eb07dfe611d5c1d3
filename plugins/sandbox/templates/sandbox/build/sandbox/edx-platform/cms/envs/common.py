# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's CMS, before any file is read."""

import os

from openedx.envs.common import *

SERVICE_VARIANT = "cms"
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
STATIC_ROOT = os.environ.get("STATIC_ROOT_CMS", STATIC_ROOT_BASE + "/studio")
CELERY_DEFAULT_QUEUE = "edx.cms.core.default"
