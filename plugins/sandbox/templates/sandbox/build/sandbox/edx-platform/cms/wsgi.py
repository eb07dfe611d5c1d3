# SPDX-License-Identifier: Apache-2.0
"""What uWSGI serves as CMS."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.envs.production")

application = get_wsgi_application()
