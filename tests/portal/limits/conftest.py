"""A Redis of one's own that may be stopped, and counts that no other test sees."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import redis
from pytest_django import Settings

from portal.limits import in_database


class OwnRedis:
    """A server that this test alone speaks with."""

    def __init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Up, and answering."""
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        with closing(redis.Redis.from_url(self.url)) as asked:
            for _wait in range(200):
                try:
                    asked.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.02)
        raise AssertionError("Redis does not start")

    def stop(self) -> None:
        """Gone, as when its machine fails."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def forget_all() -> None:
    """Counts outlive the test's transaction: they lie on a connection of their own."""
    with in_database.Connection().transaction() as cursor:
        cursor.execute("delete from portal_limitcount")


@pytest.fixture
def own_redis(db: None, settings: Settings) -> Iterator[OwnRedis]:
    """Limits are counted in a Redis that the test may stop."""
    found = OwnRedis()
    found.start()
    settings.REDIS_URL = found.url
    yield found
    found.stop()
    forget_all()


@pytest.fixture
def without_redis(db: None, settings: Settings) -> Iterator[None]:
    """No Redis answers, so the database counts."""
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    yield
    forget_all()
