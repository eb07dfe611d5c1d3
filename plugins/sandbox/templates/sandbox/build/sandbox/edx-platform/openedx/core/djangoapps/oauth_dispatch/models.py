# SPDX-License-Identifier: Apache-2.0
"""OAuth applications and what they may ask for."""

from django.conf import settings
from django.db import models


class Application(models.Model):
    """A client that signs users in through LMS."""

    name = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    client_id = models.CharField(max_length=100, unique=True)
    client_secret = models.CharField(max_length=255, blank=True)
    client_type = models.CharField(max_length=32)
    authorization_grant_type = models.CharField(max_length=44)
    redirect_uris = models.TextField(blank=True)
    skip_authorization = models.BooleanField(default=False)


class ApplicationAccess(models.Model):
    """The scopes of an application."""

    application = models.OneToOneField(Application, related_name="access", on_delete=models.CASCADE)
    scopes = models.TextField(blank=True)
