"""The number of a request, in its answer and in every line that is written about it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from celery._state import get_current_task
from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Not taken back after the answer: Django tells of a refused request when all middleware is through.
_now: ContextVar[str] = ContextVar("request", default="")


class RequestId:
    """Gives each request a number; that of the city's own proxy is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note it, answer, and tell it."""
        given = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        number = given if _GIVEN.fullmatch(given) else secrets.token_hex(6)
        _now.set(number)
        response = self.get_response(request)
        response[HEADER] = number
        return response


def current() -> str:
    """The number of the request or of the task that is at work here, or ""."""
    task = get_current_task()
    if task is not None and task.request.id:
        return str(task.request.id)[:8]
    return _now.get()
