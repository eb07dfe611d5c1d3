# SPDX-License-Identifier: Apache-2.0
"""Which theme a site shows."""

from django.contrib.sites.models import Site
from django.db import models


class SiteTheme(models.Model):
    """The theme of a site, by the name of its folder."""

    site = models.ForeignKey(Site, related_name="themes", on_delete=models.CASCADE)
    theme_dir_name = models.CharField(max_length=255)
