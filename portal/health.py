"""Whether this process lives, and whether the site can serve."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

WORKER_KEY = "health:worker"
WORKER_SILENT_S = 90


def note_worker(queue: str = "") -> None:
    """Remember that a worker is alive now, and which queue it heard us from."""
    cache.set(WORKER_KEY, time.time(), WORKER_SILENT_S)
    if queue:
        cache.set(f"{WORKER_KEY}:{queue}", time.time(), WORKER_SILENT_S)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select postgis_lib_version()")
    return "ok"


def _redis() -> str:
    cache.set("health:probe", "1", 5)
    return "ok" if cache.get("health:probe") == "1" else "does not remember"


def _worker() -> str:
    seen = cache.get(WORKER_KEY)
    return "ok" if seen else f"no worker seen in {WORKER_SILENT_S} s"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} to apply" if waiting else "ok"


CHECKS = {
    "database": _database,
    "redis": _redis,
    "worker": _worker,
    "migrations": _migrations,
}


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, Redis, a worker and migrations are all well; else 503 and which is not."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except Exception as error:  # noqa: BLE001 - a probe reports any failure, by its kind only
            found[name] = f"fails: {type(error).__name__}"
    well = all(state == "ok" for state in found.values())
    return JsonResponse(
        {"status": "ok" if well else "not ready", **found}, status=200 if well else 503
    )
