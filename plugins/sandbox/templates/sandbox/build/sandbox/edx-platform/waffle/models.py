# SPDX-License-Identifier: Apache-2.0
"""Switches and flags that turn features on."""

from django.db import models


class Switch(models.Model):
    """A feature that is on or off."""

    name = models.CharField(max_length=100, unique=True)
    active = models.BooleanField(default=False)
    note = models.TextField(blank=True)


class Flag(models.Model):
    """A feature that is on for everyone, for nobody, or for some (None)."""

    name = models.CharField(max_length=100, unique=True)
    everyone = models.BooleanField(null=True)
    superusers = models.BooleanField(default=True)
    staff = models.BooleanField(default=False)
    percent = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    note = models.TextField(blank=True)
