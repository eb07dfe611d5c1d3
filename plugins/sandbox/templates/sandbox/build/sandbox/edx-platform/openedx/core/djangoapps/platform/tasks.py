# SPDX-License-Identifier: Apache-2.0
"""The task that shows that a worker is there."""

import socket

from celery import shared_task
from django.contrib.auth.models import User


@shared_task(name="openedx.core.djangoapps.platform.tasks.roundtrip")
def roundtrip(nonce):
    """Gives back what it was given, with what only the worker can know."""
    return {"nonce": nonce, "worker": socket.gethostname(), "users": User.objects.count()}
