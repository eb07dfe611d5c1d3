# SPDX-License-Identifier: Apache-2.0
"""The few pages of the stand-in. Each shows something that only the real services can answer."""

import importlib
import secrets
import socket

from celery.exceptions import TimeoutError as CeleryTimeout
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.contrib.sites.models import Site
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods
from django_redis import get_redis_connection
from kombu.exceptions import OperationalError

from openedx.core.djangoapps.oauth_dispatch.models import Application
from openedx.core.djangoapps.platform.models import Course

PAGE = """<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>
<body><h1>{}</h1>
{}
</body></html>
"""
# One transparent pixel.
PIXEL = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


def page(title, *parts):
    """A whole page of HTML."""
    body = mark_safe("\n".join(parts))
    return HttpResponse(format_html(PAGE, settings.LANGUAGE_CODE, title, title, body))


def list_of(title, rows):
    """A heading with a list of texts below it."""
    items = format_html_join("\n", "<li>{}</li>", ((row,) for row in rows))
    return format_html("<h2>{}</h2>\n<ul>\n{}\n</ul>", title, items)


def lms_home(request):
    """Users, sites and courses, as the database has them."""
    who = request.user.username if request.user.is_authenticated else "nobody"
    return page(
        settings.PLATFORM_NAME,
        format_html("<p>Signed in: <b>{}</b></p>", who),
        list_of("Users", User.objects.order_by("username").values_list("username", flat=True)),
        list_of("Sites", Site.objects.order_by("domain").values_list("domain", flat=True)),
        list_of("Courses", Course.objects.order_by("key").values_list("key", flat=True)),
    )


def cms_home(request):
    """What Studio is about, as the database has it."""
    return page(
        f"{settings.STUDIO_NAME} - {settings.PLATFORM_NAME}",
        list_of("Courses", Course.objects.order_by("key").values_list("key", flat=True)),
        list_of(
            "Signs in through", Application.objects.order_by("name").values_list("name", flat=True)
        ),
    )


def check_database():
    """One row from the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT VERSION()")
        return cursor.fetchone()[0]


def check_redis():
    """One answer from Redis, past the cache, which hides errors."""
    return get_redis_connection("default").info("server")["redis_version"]


def heartbeat(request):
    """Whether the services behind this one answer."""
    result = {}
    for name, check in (("sql", check_database), ("redis", check_redis)):
        try:
            result[name] = {"status": True, "message": check()}
        except Exception as error:  # whatever goes wrong there is the answer
            result[name] = {"status": False, "message": str(error)}
    healthy = all(part["status"] for part in result.values())
    return JsonResponse(result, status=200 if healthy else 503)


def celery_roundtrip(request):
    """Sends a task to a worker and waits for its result."""
    # Imported late: a page needs no broker.
    importlib.import_module(f"{settings.SERVICE_VARIANT}.celery")
    from openedx.core.djangoapps.platform.tasks import roundtrip

    nonce = secrets.token_hex(8)
    try:
        pending = roundtrip.apply_async([nonce], queue=settings.CELERY_DEFAULT_QUEUE)
        answer = pending.get(timeout=10)
    except CeleryTimeout:
        return JsonResponse({"status": False, "message": "no worker answered in 10 s"}, status=503)
    except OperationalError as error:
        return JsonResponse({"status": False, "message": str(error)}, status=503)
    answer["status"] = answer.pop("nonce") == nonce
    answer["queue"] = settings.CELERY_DEFAULT_QUEUE
    answer["sender"] = socket.gethostname()
    return JsonResponse(answer)


@require_http_methods(["GET", "POST"])
def login_page(request):
    """Signs a user in, by the password in the database."""
    if request.method == "POST":
        user = authenticate(
            request,
            username=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
        )
        if user is None:
            return HttpResponse("wrong name or password\n", status=403, content_type="text/plain")
        login(request, user)
        return HttpResponseRedirect("/")
    return page(
        "Sign in",
        '<form method="post"><input name="username"><input name="password" type="password">'
        "<button>Sign in</button></form>",
    )


def logout_page(request):
    """Signs the user out."""
    logout(request)
    return HttpResponseRedirect("/")


def favicon(request):
    """An icon with nothing on it."""
    return HttpResponse(PIXEL, content_type="image/gif")
