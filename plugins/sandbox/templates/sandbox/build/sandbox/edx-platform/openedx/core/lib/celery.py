# SPDX-License-Identifier: Apache-2.0
"""The Celery application: broker and results are where the rendered settings say."""

import django
from celery import Celery
from django.apps import apps
from django.conf import settings

# A worker comes here first, the web server has set Django up already.
if not apps.ready:
    django.setup()

APP = Celery("sandbox")
APP.conf.update(
    broker_url=settings.BROKER_URL,
    result_backend=settings.BROKER_URL,
    result_expires=600,
    task_default_queue=settings.CELERY_DEFAULT_QUEUE,
    task_default_exchange=settings.CELERY_DEFAULT_QUEUE,
    task_default_routing_key=settings.CELERY_DEFAULT_QUEUE,
    timezone="UTC",
)
APP.autodiscover_tasks(["openedx.core.djangoapps.platform"])
