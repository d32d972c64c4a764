"""A web process lets no statement hold the database for minutes; whoever else works there may."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from portal.database import break_off_after
from portal.models import User
from portal.urls import urlpatterns


def _endless(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select pg_sleep(20)")
    return HttpResponse()


handler500 = "portal.problems.failed"
urlpatterns = [path("endless/", _endless), *urlpatterns]


@pytest.fixture
def as_on_the_web() -> Iterator[None]:
    """Connections of this process have statements broken off soon, as a web process has."""
    connection.close()
    break_off_after(0.2)
    yield
    break_off_after(0)
    connection.close()


@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("as_on_the_web")
def test_no_page_holds_the_database_longer_than_the_city_lets_it() -> None:
    began = time.monotonic()
    answer = Client(raise_request_exception=False).get("/endless/")
    assert time.monotonic() - began < 5
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "This took too long and was broken off" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("as_on_the_web")
def test_a_long_file_read_by_a_cursor_is_not_broken_off() -> None:
    User.objects.create(email="a@example.org")
    User.objects.create(email="b@example.org")
    rows = User.objects.order_by("pk").iterator(chunk_size=1)
    read = []
    for one in rows:
        time.sleep(0.3)
        read.append(one.email)
    assert read == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize(("module", "most"), [("portal.wsgi", "30000"), ("portal.celery", "0")])
def test_the_web_server_has_such_an_end_and_a_worker_has_none(module: str, most: str) -> None:
    asked = f"import {module}; import django; django.setup(); "
    asked += "from portal.database.base import DatabaseWrapper as D; print(D.most_ms)"
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout
    assert told.split()[-1] == most
