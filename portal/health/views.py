"""The addresses that balancers and monitors ask."""

from __future__ import annotations

import threading
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from portal.health.catalogue import Found, ask_all

_turn = threading.Lock()
_kept: dict[bool, tuple[float, dict[str, Found]]] = {}


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def serving(request: HttpRequest) -> JsonResponse:
    """For load balancers: 200 while this process can give pages; else 503 and what it lacks."""
    return _answer(_found(serving=True), "not serving")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """For who watches: 200 when all is as it should be; else 503 and each thing that is not."""
    return _answer(_found(), "not ready")


@never_cache
def report(request: HttpRequest) -> JsonResponse:
    """For monitors: each check with its state; with its figures for who holds the token."""
    return JsonResponse(told(figures=_may_see_figures(request)))


def told(*, figures: bool) -> dict[str, Any]:
    """All checks as plain data. figures: with numbers, and from which on they are not well."""
    found = _found()
    checks = {
        name: {
            "state": one.words,
            **({"figures": one.figures, "limits": one.limits} if figures else {}),
        }
        for name, one in found.items()
    }
    well = all(one.well for one in found.values())
    return {
        "status": "ok" if well else "not ready",
        "at": timezone.now().isoformat(timespec="seconds"),
        "checks": checks,
    }


def _answer(found: dict[str, Found], otherwise: str) -> JsonResponse:
    well = all(one.well for one in found.values())
    states = {name: one.words for name, one in found.items()}
    status = "ok" if well else otherwise
    return JsonResponse({"status": status, **states}, status=200 if well else 503)


def _found(*, serving: bool = False) -> dict[str, Found]:
    """What was found now, or a moment ago: a stranger who asks on and on costs nothing more."""
    with _turn:
        at, found = _kept.get(serving, (0.0, {}))
        if not found or time.monotonic() - at >= settings.HEALTH_KEPT_S:
            found = ask_all(serving=serving)
            _kept[serving] = time.monotonic(), found
        return found


def _may_see_figures(request: HttpRequest) -> bool:
    token = str(settings.MONITOR_TOKEN)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and constant_time_compare(given.encode(), token.encode())
