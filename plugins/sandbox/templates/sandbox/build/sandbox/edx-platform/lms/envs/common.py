# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's LMS, before any file is read."""

import os

from openedx.envs.common import *

SERVICE_VARIANT = "lms"
ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
STATIC_ROOT = os.environ.get("STATIC_ROOT_LMS", STATIC_ROOT_BASE)
CELERY_DEFAULT_QUEUE = "edx.lms.core.default"
