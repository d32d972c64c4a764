"""What every test may ask for: people in their roles, a real small city, a real worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

# Playwright runs an event loop in this thread; Django would else refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation

from portal.models import User

# The same examples on every machine; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = [
    "tests.pure",
    "tests.quiet",
    "tests.sharing",
    "tests.redis_fixture",
    "tests.worker_fixture",
    "tests.city_fixture",
]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Between tests everything is emptied, the audit log too; the site itself cannot do that."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("entry", "link", "anchor"):
            cursor.execute(f"alter table portal_audit{table} disable trigger audit_never_emptied")
        connection.close()


@pytest.fixture(autouse=True)
def _fresh_cache(request: pytest.FixtureRequest) -> None:
    """No test sees what another left in Redis."""
    if "PYTEST_KEEP_CACHE" not in os.environ and not request.node.get_closest_marker("pure"):
        cache.clear()


_NOW = timezone.now


@pytest.fixture(autouse=True)
def _clock_goes_on() -> Iterator[None]:
    """No test leaves the clock stopped for those after it."""
    yield
    stopped, timezone.now = timezone.now is not _NOW, _NOW
    assert not stopped


@pytest.fixture(autouse=True)
def _no_language_of_before() -> None:
    """No test speaks the language of another's last visitor."""
    translation.deactivate()


@pytest.fixture
def resident(db: None) -> User:
    """Someone who lives here."""
    return User.objects.create_user("ana@example.org", "a long pass phrase", name="Ana Q")


@pytest.fixture
def neighbour(db: None) -> User:
    """Someone else who lives here."""
    return User.objects.create_user("bo@example.org", "a long pass phrase", name="Bo R")


@pytest.fixture
def official(db: None) -> User:
    """Someone who clears the queue."""
    return User.objects.create_user(
        "official@example.net", "a long pass phrase", role=User.Role.OFFICIAL
    )


@pytest.fixture
def planner(db: None) -> User:
    """Someone who must defend the report."""
    return User.objects.create_user(
        "planner@example.net", "a long pass phrase", role=User.Role.PLANNER
    )
