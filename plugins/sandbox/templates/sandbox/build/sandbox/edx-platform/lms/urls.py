# SPDX-License-Identifier: Apache-2.0
"""The pages of LMS."""

from django.urls import path

from openedx.core.djangoapps.platform import views

urlpatterns = [
    path("", views.lms_home),
    path("heartbeat", views.heartbeat),
    path("login", views.login_page),
    path("logout", views.logout_page),
    path("api/celery-roundtrip", views.celery_roundtrip),
    path("theming/asset/images/favicon.ico", views.favicon),
]
