"""Whatever comes to whatever address from whomever: an answer in words, never a failure of ours."""

from __future__ import annotations

import random
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from participation.bench.attack.routes import every_route, hostile_addresses, hostile_fields
from participation.comments import write_comment
from participation.models import Comment, Consultation, Option
from portal.models import User

# 503 is how /health/ready, and pages without a city, say what is missing.
FAILURES = (500, 501, 502, 504)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def known(question: Consultation, options: list[Option], neighbour: User) -> dict[str, str]:
    """What addresses may name here."""
    comment = write_comment(actor=neighbour, consultation=question, text="A bench, please.")
    option, scenario = options[0], options[0].scenario
    return {
        "slug": question.slug,
        "pk": str(option.pk),
        "public_id": str(comment.public_id),
        "key": "a",
        "series": str(scenario.series),
        "revision": str(scenario.revision),
        "language": "en",
        "lon": "-1.5550000",
        "lat": "47.2150000",
        "kind": "street",
        "fid": "1",
        "code": "ABCD-EFGH-JKMN-PQRS",
    }


def _failures(role: str, person: User | None, known: dict[str, str]) -> list[str]:
    """What answered with a failure of ours, of a hostile GET and a POST to every address."""
    choose, found = random.Random(f"fuzz {role}"), []
    client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="en")
    for route in every_route():
        if person and not getattr(client.cookies.get(settings.SESSION_COOKIE_NAME), "value", ""):
            client.force_login(person)
        path = hostile_addresses(route, known, choose, 1)[0]
        body = urlencode(hostile_fields(choose, choose.choice([0, 6])))
        if client.get(path).status_code in FAILURES:
            found.append(f"GET {path[:200]}")
        path = route.filled(known)
        if client.post(path, body, content_type=FORM).status_code in FAILURES:
            found.append(f"POST {path[:200]} {body[:200]}")
    return found


@pytest.fixture(params=["guest", "resident", "official"])
def visitor(request: pytest.FixtureRequest) -> tuple[str, User | None]:
    """Everybody who may come."""
    role = str(request.param)
    return role, None if role == "guest" else request.getfixturevalue(role)


def test_hostile_requests_to_every_address_are_answered_in_words(
    visitor: tuple[str, User | None], known: dict[str, str]
) -> None:
    assert _failures(*visitor, known) == []


def test_a_nul_in_an_address_of_the_api_is_not_there(client: Client, db: None) -> None:
    for path in ("/api/runs/%00/", "/api/consultations/%00/", "/c/%00/", "/receipt/%00/"):
        assert client.get(path).status_code in (400, 404)


def test_a_ruling_without_an_act_leaves_a_hidden_comment_hidden(
    client: Client, official: User, question: Consultation, neighbour: User
) -> None:
    comment = write_comment(actor=neighbour, consultation=question, text="You are an idiot.")
    comment.status = Comment.Status.HIDDEN
    comment.save()
    client.force_login(official)
    answer = client.post(f"/desk/queue/{comment.pk}/")
    assert answer.status_code == 400
    assert "A part of this form did not arrive." in answer.content.decode()
    answer = client.post(f"/desk/queue/{comment.pk}/", {"seen": 0})
    assert answer.status_code == 400
    assert "Press one of the buttons" in answer.content.decode()
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HIDDEN


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    cache.clear()
