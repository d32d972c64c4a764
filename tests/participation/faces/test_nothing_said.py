"""What did not arrive is not taken for "delete it", "the usual" or "as before"."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Consultation, Option, Reminder
from portal.models import User
from tests.participation.faces.test_desk_pages import texts


def test_a_sheet_of_which_nothing_arrived_leaves_the_draft_on_the_device(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    address = reverse("vote-draft", args=[question.slug])
    client.post(address, {"sheet": "1", f"tick-{options[0].pk}": "on", "tick": str(options[0].pk)})
    kept = client.cookies[f"draft-{question.slug}"].value
    for name in ("vote-draft", "vote", "vote-review"):
        answer = client.post(reverse(name, args=[question.slug]))
        assert answer.status_code == 400
        assert "did not arrive" in answer.content.decode()
    assert client.cookies[f"draft-{question.slug}"].value == kept


def test_an_emptied_sheet_is_an_empty_one(client: Client, question: Consultation) -> None:
    answer = client.post(reverse("vote-draft", args=[question.slug]), {"sheet": "1"})
    assert answer.status_code == 204


@pytest.mark.parametrize("act", ["", "x"])
def test_a_reminder_is_asked_for_or_taken_back_and_never_guessed(
    client: Client, question: Consultation, verified: User, act: str
) -> None:
    client.force_login(verified)
    answer = client.post(reverse("vote-remind", args=[question.slug]), {"act": act})
    assert answer.status_code == 400
    assert not Reminder.objects.exists()


def test_texts_that_did_not_arrive_empty_nothing(desk: Client, question: Consultation) -> None:
    address = reverse("desk-texts", args=[question.slug])
    desk.post(address, texts(question, summary_en="Short.", background_en="Long."))
    question.refresh_from_db()
    sent = texts(question)
    del sent["summary_en"]
    answer = desk.post(address, sent)
    assert answer.status_code == 400
    assert "A part of this form did not arrive" in answer.content.decode()
    question.refresh_from_db()
    assert question.summary["en"] == "Short."


def test_dates_that_did_not_arrive_take_no_phase_away(desk: Client, question: Consultation) -> None:
    before = question.phases.count()
    sent = {"seen": question.edit_version}
    assert desk.post(reverse("desk-dates", args=[question.slug]), sent).status_code == 400
    assert question.phases.count() == before > 0


@pytest.mark.parametrize(
    ("name", "sent"),
    [("desk-state", {"sure": "yes"}), ("desk-eligibility", {"seen": "1"}), ("desk-rule", {})],
)
def test_what_a_button_did_not_say_is_not_guessed(
    desk: Client, question: Consultation, name: str, sent: dict[str, str]
) -> None:
    before = Consultation.objects.filter(pk=question.pk).values().get()
    answer = desk.post(reverse(name, args=[question.slug]), sent)
    assert answer.status_code == 400
    assert Consultation.objects.filter(pk=question.pk).values().get() == before
