"""A page asks the database as often for a thousand comments as for ten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.models import Comment, Consultation
from portal.models import User

PAGES = [
    ("/", False),
    ("/c/streets/", False),
    ("/c/streets/comments/", False),
    ("/c/streets/cells.geojson", False),
    ("/api/consultations/streets/comments/", False),
    ("/api/consultations/streets/cells/", False),
    ("/c/streets/report/", True),
    ("/c/streets/report/comments.csv", True),
    ("/desk/", True),
    ("/desk/queue/", True),
]
MOST = 16


def queries(client: Client, address: str) -> int:
    """How many queries a page takes with a cold cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize(("address", "at_the_desk"), PAGES)
def test_queries_do_not_grow_with_comments(
    client: Client,
    question: Consultation,
    people_speak: Callable[..., list[Comment]],
    official: User,
    address: str,
    at_the_desk: bool,
) -> None:
    if at_the_desk:
        client.force_login(official)
    people_speak(question, 10)
    few = queries(client, address)
    people_speak(question, 990)
    many = queries(client, address)
    assert few == many


def test_the_comment_list_takes_ten_queries_at_most(
    client: Client, question: Consultation, people_speak: Callable[..., list[Comment]]
) -> None:
    people_speak(question, 50)
    assert queries(client, "/c/streets/comments/") <= 10
