# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's CMS for tests: no file is read, no service is needed."""

from cms.envs.common import *

BROKER_URL = "memory://"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
