"""A Redis of one's own that may be stopped, and counts that no other test sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from portal.limits import in_database
from tests.own_redis import OwnRedis


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
