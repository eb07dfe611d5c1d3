# SPDX-License-Identifier: Apache-2.0
"""Courses and libraries that were imported: their names, without their content."""

from django.db import models


class Course(models.Model):
    """A course, by its key."""

    key = models.CharField(max_length=255, unique=True)
    display_name = models.CharField(max_length=255, blank=True)


class Library(models.Model):
    """A content library, by its key."""

    key = models.CharField(max_length=255, unique=True)
    display_name = models.CharField(max_length=255, blank=True)
    owner = models.CharField(max_length=150)
