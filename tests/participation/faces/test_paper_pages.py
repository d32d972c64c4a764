"""The desk's pages for paper: print, type, hand over, compare, box."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Consultation, Envelope, PaperBatch
from portal.models import User


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("two@example.net", "a long pass phrase", role="official")


def begin(client: Client, question: Consultation, sheets: int = 2) -> str:
    told = {"label": "Town hall", "sheets": sheets, "channel": "paper"}
    return client.post(reverse("desk-paper", args=[question.slug]), told)["Location"]


def type_(client: Client, pile: str, *lines: str) -> None:
    for number, line in enumerate(lines, start=1):
        told = {"act": "sheet", "number": number, "typed": line}
        assert client.post(pile, told).status_code == 302
    client.post(pile, {"act": "over"})


def test_a_pile_goes_through_two_pairs_of_hands_into_the_box(
    client: Client, question: Consultation, official: User, colleague: User
) -> None:
    client.force_login(official)
    pile = begin(client, question)
    assert "Sheet 1 of 2" in client.get(pile).content.decode()
    type_(client, pile, "a", "b")
    assert "A colleague types it the second time" in client.get(pile).content.decode()
    client.force_login(colleague)
    type_(client, pile, "a", "c")
    compared = client.get(pile).content.decode()
    assert "First: B" in compared
    assert "Second: C" in compared
    client.post(pile, {"act": "settle", "number": 2, "reading": "first"})
    client.post(pile, {"act": "box"})
    assert "The pile is in the box" in client.get(pile).content.decode()
    assert Envelope.objects.filter(channel="paper").count() == 2


def test_the_second_official_does_not_see_the_first_reading(
    client: Client, question: Consultation, official: User, colleague: User
) -> None:
    client.force_login(official)
    pile = begin(client, question)
    type_(client, pile, "ac", "b")
    client.force_login(colleague)
    assert "A, C" not in client.get(f"{pile}?sheet=1").content.decode()


def test_what_cannot_be_read_is_said_and_kept_in_the_field(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    pile = begin(client, question)
    answer = client.post(f"{pile}?sheet=1", {"act": "sheet", "number": 1, "typed": "axz"})
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "There is no option X on this ballot" in shown
    assert 'value="axz"' in shown


def test_the_buttons_abstain_and_spoilt_need_no_typing(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    pile = begin(client, question)
    client.post(pile, {"act": "sheet", "number": 1, "typed": "", "mark": "-"})
    client.post(pile, {"act": "sheet", "number": 2, "typed": "a", "mark": "?"})
    shown = client.get(pile).content.decode()
    assert "</a>: Abstains" in shown
    assert "</a>: Spoilt" in shown


def test_neither_addresses_nor_the_session_hold_a_reading(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    pile = begin(client, question)
    answer = client.post(pile, {"act": "sheet", "number": 1, "typed": "b"})
    assert answer["Location"] == pile
    assert set(client.session.keys()) <= {
        "_auth_user_id",
        "_auth_user_backend",
        "confirmed_at",
        "_auth_user_hash",
    }


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_ballot_prints_in_each_language(
    client: Client, question: Consultation, official: User, language: str
) -> None:
    client.force_login(official)
    answer = client.get(reverse("desk-paper-ballot", args=[question.slug, language]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_there_is_no_ballot_in_a_language_the_site_has_not(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    assert client.get(reverse("desk-paper-ballot", args=[question.slug, "xx"])).status_code == 404


@pytest.mark.parametrize("who", ["guest", "resident"])
def test_residents_meet_no_paper_pages(
    client: Client, question: Consultation, resident: User, official: User, who: str
) -> None:
    pile = PaperBatch.objects.create(
        consultation=question, label="Town hall", sheets=1, first_by=official
    )
    if who == "resident":
        client.force_login(resident)
    for address in (
        reverse("desk-paper", args=[question.slug]),
        reverse("desk-paper-ballot", args=[question.slug, "en"]),
        reverse("desk-paper-pile", args=[question.slug, pile.pk]),
    ):
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"act": "cancel"}).status_code in (302, 403, 405)
    assert PaperBatch.objects.get().state == "first"


def test_a_pile_of_another_question_is_not_found_under_this_one(
    client: Client, make_question: object, official: User
) -> None:
    one, other = make_question(slug="one"), make_question(slug="other")  # type: ignore[operator]
    pile = PaperBatch.objects.create(consultation=one, label="x", sheets=1, first_by=official)
    client.force_login(official)
    address = reverse("desk-paper-pile", args=[other.slug, pile.pk])
    assert client.get(address).status_code == 404
