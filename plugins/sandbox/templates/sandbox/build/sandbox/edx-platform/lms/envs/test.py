# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's LMS for tests: no file is read, no service is needed."""

from lms.envs.common import *

BROKER_URL = "memory://"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
