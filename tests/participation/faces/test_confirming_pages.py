"""What a stolen session of an official, or a screen left open, cannot do without confirming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.eligibility.codes.batches import make_batch
from participation.models import CodeBatch, Consultation
from portal.models import AuditEntry, User

ASK = reverse("account_reauthenticate")


@pytest.fixture
def left_open(client: Client, official: User) -> Client:
    """An official's browser, twenty minutes after they signed in."""
    client.force_login(official)
    session = client.session
    session["confirmed_at"] -= 1_200
    session.save()
    return client


ACTS: list[tuple[str, dict[str, Any]]] = [
    ("desk-codes", {"label": "North", "size": 5, "what": "table", "language": "en", "once": "x"}),
    ("desk-kiosk", {"mode": "code"}),
    ("desk-publish", {"option": "-", "text_en": "No money."}),
    ("desk-state", {"act": "withdraw", "sure": "yes"}),
    ("desk-census", {"order": "day"}),
    ("count-scrutiny", {}),
]


@pytest.mark.parametrize(("name", "sent"), ACTS)
def test_a_stolen_session_cannot(
    left_open: Client, question: Consultation, name: str, sent: dict[str, Any]
) -> None:
    before = AuditEntry.objects.count()
    answer = left_open.post(reverse(name, args=[question.slug]), sent)
    assert answer["Location"].startswith(ASK)
    assert AuditEntry.objects.count() == before
    assert not CodeBatch.objects.exists()


def test_a_stolen_session_cannot_withdraw_letters(
    left_open: Client, question: Consultation
) -> None:
    Consultation.objects.update(eligibility={"kind": "code"})
    batch, _words = make_batch(actor=None, consultation=question, label="letters", size=3)
    address = reverse("desk-codes-withdraw", args=[question.slug, batch.pk])
    left_open.post(address, {"whole": "on", "reason": "lost"})
    assert not AuditEntry.objects.filter(act="codes.revoke").exists()


def test_a_stolen_session_cannot_erase_the_account(client: Client, resident: User) -> None:
    client.force_login(resident)
    session = client.session
    session["confirmed_at"] -= 1_200
    session.save()
    client.post(reverse("erase"), {"words": "keep", "sure": "on"})
    assert User.objects.filter(pk=resident.pk).exists()


@pytest.mark.parametrize("name", ["desk-codes", "desk-kiosk", "desk-census"])
def test_codes_kiosks_and_lists_are_asked_for_before_their_form_is_shown(
    left_open: Client, question: Consultation, name: str
) -> None:
    assert left_open.get(reverse(name, args=[question.slug]))["Location"].startswith(ASK)


def test_a_decision_that_was_written_too_long_is_published_once_confirmed(
    left_open: Client, make_question: Callable[..., Consultation]
) -> None:
    closed = make_question("result")
    sent = {"option": "-", "text_en": "The money is not there."}
    ask = left_open.post(reverse("desk-publish", args=[closed.slug]), sent)["Location"]
    next_ = left_open.get(ask).context["redirect_field_value"]
    back = left_open.post(ASK, {"password": "a long pass phrase", "next": next_})["Location"]
    left_open.get(back)
    closed.refresh_from_db()
    assert closed.decision.text == {"en": "The money is not there."}


def test_words_with_a_mistake_come_back_as_they_were_typed(
    left_open: Client, make_question: Callable[..., Consultation]
) -> None:
    closed = make_question("result")
    sent = {"option": "", "text_en": "The money is not there."}
    ask = left_open.post(reverse("desk-publish", args=[closed.slug]), sent)["Location"]
    next_ = left_open.get(ask).context["redirect_field_value"]
    back = left_open.post(ASK, {"password": "a long pass phrase", "next": next_})["Location"]
    assert "The money is not there." in left_open.get(back).content.decode()


def test_after_confirming_a_download_waits_for_the_button_to_be_pressed_again(
    left_open: Client, question: Consultation
) -> None:
    page = reverse("count", args=[question.slug])
    came_from = {"HTTP_REFERER": f"http://testserver{page}"}
    answer = left_open.post(reverse("count-scrutiny", args=[question.slug]), **came_from)
    next_ = left_open.get(answer["Location"]).context["redirect_field_value"]
    assert next_ == page
