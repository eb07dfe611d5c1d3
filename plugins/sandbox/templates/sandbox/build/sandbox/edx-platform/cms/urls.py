# SPDX-License-Identifier: Apache-2.0
"""The pages of CMS."""

from django.urls import path

from openedx.core.djangoapps.platform import views

urlpatterns = [
    path("", views.cms_home),
    path("heartbeat", views.heartbeat),
    path("api/celery-roundtrip", views.celery_roundtrip),
    path("theming/asset/images/favicon.ico", views.favicon),
]
