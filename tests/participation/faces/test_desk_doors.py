"""Every address of the desk asks who comes, whatever it is, and every one belongs to a question."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from participation.faces.urls import of_the_desk
from participation.models import Anomaly, Consultation, PaperBatch
from participation.paper.batches import begin_batch
from portal.models import AuditEntry, User

DOORS = [pattern.name for pattern in of_the_desk]


def _address(name: str, slug: str) -> str:
    pattern = next(one for one in of_the_desk if one.name == name)
    given = {"slug": slug, "pk": 1, "language": "en"}
    return reverse(name, kwargs={key: given[key] for key in pattern.pattern.converters})


@pytest.fixture(params=DOORS)
def door(request: Any, question: Consultation) -> str:
    """Each address of the desk once."""
    return _address(request.param, question.slug)


def test_a_guest_is_asked_to_sign_in_at_every_door(client: Client, door: str) -> None:
    for answer in (client.get(door), client.post(door, {"act": "open"})):
        # Doors for buttons have nothing to show.
        assert answer.status_code == 405 or answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("http://testserver/desk/queue/?why=new", "/desk/queue/?why=new"),
        ("https://elsewhere.example/desk/", "/"),
        ("", "/"),
    ],
)
def test_a_guest_who_pressed_a_button_comes_back_to_the_page_with_it(
    page: str, back: str, client: Client, db: None
) -> None:
    answer = client.post("/desk/queue/undo/1/", headers={"Referer": page})
    assert parse_qs(urlsplit(answer["Location"]).query) == {"next": [back]}


def test_a_resident_gets_through_no_door(client: Client, resident: User, door: str) -> None:
    client.force_login(resident)
    assert {client.get(door).status_code, client.post(door).status_code} <= {403, 405}
    assert client.post(door).status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "act", ["sheet", "over", "settle", "box", "cancel", "take", "again", "resize"]
)
def test_a_pile_is_not_reached_by_way_of_another_question(
    client: Client, official: User, question: Consultation, make_question: Any, act: str
) -> None:
    pile = begin_batch(actor=official, consultation=question, label="Town hall", sheets=1)
    other = make_question(slug="other")
    client.force_login(official)
    sent = {"act": act, "number": 1, "typed": "a"}
    answer = client.post(reverse("desk-paper-pile", args=[other.slug, pile.pk]), sent)
    assert (answer.status_code, PaperBatch.objects.get().state) == (404, "first")


@pytest.mark.parametrize("who", ["guest", "resident"])
def test_the_rare_ballots_are_for_officials(
    client: Client, resident: User, question: Consultation, who: str
) -> None:
    if who == "resident":
        client.force_login(resident)
    answer = client.post(reverse("count-scrutiny", args=[question.slug]))
    assert answer.status_code == (302 if who == "guest" else 403)
    assert not AuditEntry.objects.exists()


def test_a_resident_rules_on_no_pattern(
    client: Client, resident: User, question: Consultation
) -> None:
    odd = Anomaly.objects.create(consultation=question, kind="burst", key="b", evidence={})
    client.force_login(resident)
    sent = {"ruling": "counts", "reason": "Nothing to see."}
    assert client.post(reverse("desk-anomaly", args=[odd.pk]), sent).status_code == 403
    assert Anomaly.objects.get().ruling == ""
