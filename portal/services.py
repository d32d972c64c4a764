"""A private PostGIS and Redis for a checkout: up while somebody uses them. Stdlib only."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from portal.launch.needs.postgres import Postgres
from portal.launch.needs.redis import Redis
from portal.launch.place import Place, alone, try_lock


@contextmanager
def running(place: Place, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Start what DATABASE_URL and REDIS_URL don't stand in for; yield the three addresses.

    Several launchers may share one place: each holds a shared lock, and the last one to leave
    stops the services. The kernel drops the lock of a launcher that was killed.
    """
    users = place.state / "services.users"
    with users.open("a") as mine:
        with alone(place.state / "services.lock", "Waiting for another start to finish"):
            fcntl.flock(mine, fcntl.LOCK_SH)
            addresses = start(place, durable=durable)
        try:
            yield addresses
        finally:
            with alone(place.state / "services.lock", "Waiting for another start to finish"):
                if try_lock(mine, fcntl.LOCK_EX):
                    stop(place)


def start(place: Place, *, durable: bool = True) -> dict[str, str]:
    """Start the services that are needed; the addresses by their environment names."""
    database = os.environ.get("DATABASE_URL")
    if not database:
        postgres = Postgres(place, durable=durable)
        postgres.start()
        database = postgres.url
    store = os.environ.get("REDIS_URL")
    broker = os.environ.get("CELERY_BROKER_URL")
    if not store:
        redis = Redis(place)
        redis.start()
        store = redis.url
        # Messages apart from the cache, so that clearing the cache loses no task.
        broker = broker or store.removesuffix("/0") + "/1"
    return {"DATABASE_URL": database, "REDIS_URL": store, "CELERY_BROKER_URL": broker or store}


def stop(place: Place) -> None:
    """Stop this place's own services, if they run."""
    Redis(place).stop()
    Postgres(place).stop()
