"""Each public page and API list: queries, bytes, and CPU beside a bare Django view in one run.

Every request goes through the whole WSGI stack in this process, without a socket. Nothing is
emptied before or between. cold: with a cookie that nobody knows, so that what is kept for guests is
not taken; warm: as a guest who comes after others. The demo, or any open consultation, must be
there.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.models import User

WARM, MEASURED = 5, 60
BARE = "/health/live"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Any]


def run() -> None:
    """Print one JSON line per page."""
    application = get_wsgi_application()
    bare = _measure(application, BARE, "")
    _say("bare view", BARE, bare, bare["cpu_ms"])
    official = cookie(str(User.Role.OFFICIAL))
    for name, path, at_the_desk in _pages(application):
        if at_the_desk and not official:
            continue
        cold = _measure(application, path, official if at_the_desk else "bench=1")
        if at_the_desk:
            _say(name, path, cold, bare["cpu_ms"])
            continue
        warm = _measure(application, path, "")
        warm |= {"cold_cpu_ms": cold["cpu_ms"], "cold_queries": cold["queries"]}
        _say(name, path, warm, bare["cpu_ms"])


def _pages(application: Wsgi) -> list[tuple[str, str, bool]]:
    """(name, path, whether an official asks) of all pages, for the newest consultation's slug."""
    listed = json.loads(get(application, "/api/consultations/", "")[1])["results"]
    fixed = [
        ("home", "/", False),
        ("model register", "/models/", False),
        ("data and licences", "/data/", False),
        ("receipt look-up", "/receipt/", False),
        ("API consultations", "/api/consultations/", False),
        ("API scenarios", "/api/scenarios/", False),
        ("API runs", "/api/runs/", False),
        ("API models", "/api/models/", False),
        ("desk", "/desk/", True),
        ("queue", "/desk/queue/", True),
    ]
    if not listed:
        return fixed
    slug = max(listed, key=lambda one: _comments(application, one["slug"]))["slug"]
    page, api = f"/c/{slug}", f"/api/consultations/{slug}"
    return [
        *fixed,
        ("consultation", f"{page}/", False),
        ("map", f"{page}/map/", False),
        ("comments, 20 a page", f"{page}/comments/", False),
        ("cells", f"{page}/cells.geojson", False),
        ("result", f"{page}/result/", False),
        ("report", f"{page}/report/", True),
        ("comments CSV", f"{page}/report/comments.csv", True),
        ("API options", f"{api}/options/", False),
        ("API comments, 50 a page", f"{api}/comments/", False),
        ("API cells", f"{api}/cells/", False),
        ("API result", f"{api}/result/", False),
    ]


def _comments(application: Wsgi, slug: str) -> int:
    body = get(application, f"/api/consultations/{slug}/comments/?page_size=1", "")[1]
    return int(json.loads(body)["count"])


def cookie(role: str) -> str:
    """A session of someone with that role, as a Cookie header; "" when there is nobody."""
    person = User.objects.filter(role=role).first()
    if person is None:
        return ""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def get(application: Wsgi, path: str, cookie: str) -> tuple[int, bytes]:
    """Status and body of one request."""
    asked = RequestFactory(HTTP_HOST="localhost").get(path).environ
    if cookie:
        asked["HTTP_COOKIE"] = cookie
    statuses: list[str] = []
    answer = application(asked, lambda status, headers, *_more: statuses.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return int(statuses[0].split()[0]), body


def _measure(application: Wsgi, path: str, cookie: str) -> dict[str, Any]:
    for _again in range(WARM):
        status, body = get(application, path, cookie)
    with CaptureQueriesContext(connection) as asked:
        get(application, path, cookie)
        queries = len(asked)
    cpu, wall = [], []
    for _again in range(MEASURED):
        began, spent = time.perf_counter(), time.process_time()
        get(application, path, cookie)
        cpu.append((time.process_time() - spent) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return {
        "status": status,
        "queries": queries,
        "bytes": len(body),
        "cpu_ms": round(statistics.median(cpu), 2),
        "wall_ms": round(statistics.median(wall), 2),
        "p95_ms": round(statistics.quantiles(wall, n=20)[-1], 2),
    }


def _say(name: str, path: str, figures: dict[str, Any], bare: float) -> None:
    """One JSON line."""
    line = {"page": name, "path": path, **figures}
    line["times_bare"] = round(figures["cpu_ms"] / bare, 1) if bare else None
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
