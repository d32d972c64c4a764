"""The e-mail a day before the close: only for those who asked and have not voted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from participation import reminders
from participation.ballots import cast_ballot, new_secret
from participation.models import Consultation, Option, Reminder
from participation.withdrawals import withdraw_consultation
from portal.errors import NotAllowed, NotNow
from portal.models import User
from tests.participation.test_history import edit, later


def closes_in(question: Consultation, **time: int) -> Consultation:
    """Let the vote of `question` close in that time (or that time ago)."""
    closes_at = timezone.now() + timedelta(**time)
    question.phases.filter(kind="result").delete()
    question.phases.filter(kind="vote").update(closes_at=closes_at)
    return Consultation.objects.get(pk=question.pk)


@pytest.fixture
def wish(question: Consultation, verified: User) -> Reminder:
    """A reminder asked for while there was time, now due."""
    reminders.ask(actor=verified, consultation=question)
    closes_in(question, hours=23)
    return Reminder.objects.get()


def test_asking_twice_is_asking_once(question: Consultation, verified: User) -> None:
    for _time in range(2):
        reminders.ask(actor=verified, consultation=question)
    assert Reminder.objects.count() == 1


def test_a_wish_can_be_taken_back(question: Consultation, verified: User) -> None:
    reminders.ask(actor=verified, consultation=question)
    reminders.cancel(actor=verified, consultation=question)
    assert not Reminder.objects.exists()


def test_a_guest_signs_in_first(question: Consultation) -> None:
    with pytest.raises(NotAllowed):
        reminders.ask(actor=None, consultation=question)


def test_on_the_last_day_it_is_too_late_to_ask(question: Consultation, verified: User) -> None:
    with pytest.raises(NotNow):
        reminders.ask(actor=verified, consultation=closes_in(question, hours=20))


def test_nothing_is_due_before_the_last_day(question: Consultation, verified: User) -> None:
    reminders.ask(actor=verified, consultation=question)
    assert reminders.due_reminders() == []


def test_the_mail_names_the_question_and_the_way_to_the_vote(wish: Reminder) -> None:
    assert reminders.due_reminders() == [wish.pk]
    assert reminders.send_reminder(wish.pk)
    (sent,) = mail.outbox
    assert sent.subject == "The vote closes soon: Should cars leave the street?"
    assert "/c/streets/vote/" in sent.body


def test_the_mail_is_in_the_language_of_the_wish(question: Consultation, verified: User) -> None:
    with translation.override("fr"):
        reminders.ask(actor=verified, consultation=question)
    assert Reminder.objects.get().language == "fr"


def test_a_task_that_runs_twice_writes_once(wish: Reminder) -> None:
    assert [reminders.send_reminder(wish.pk) for _time in range(2)] == [True, False]
    assert len(mail.outbox) == 1


def test_who_has_voted_gets_no_mail(
    wish: Reminder, question: Consultation, options: list[Option], verified: User
) -> None:
    cast_ballot(
        actor=verified,
        consultation=question,
        given={"ticks": [options[0].pk]},
        secret=new_secret(),
        token="t",
    )
    assert not reminders.send_reminder(wish.pk)
    assert mail.outbox == []


def test_after_the_close_the_wish_goes_without_a_mail(
    wish: Reminder, question: Consultation
) -> None:
    closes_in(question, hours=-1)
    assert not reminders.send_reminder(wish.pk)
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_a_mail_that_cannot_be_sent_is_tried_again(wish: Reminder, monkeypatch: Any) -> None:
    def refuse(*_args: Any, **_more: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "send_mail", refuse)
        with pytest.raises(ConnectionRefusedError):
            reminders.send_reminder(wish.pk)
    assert reminders.due_reminders() == [wish.pk]


def test_the_page_offers_it_and_takes_it_back(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    address = reverse("vote-remind", args=[question.slug])
    page = client.post(address, {"act": "ask"}, follow=True).content.decode()
    assert "Do not remind me" in page
    page = client.post(address, {"act": "cancel"}, follow=True).content.decode()
    assert "Remind me by e-mail" in page


def test_who_asked_is_told_once_of_dates_that_moved_in_their_language(
    question: Consultation, verified: User, official: User
) -> None:
    with translation.override("fr"):
        reminders.ask(actor=verified, consultation=question)
    later(official, question, "La salle était fermée.")
    (pk,) = reminders.due_tellings()
    assert [reminders.tell_dates(pk) for _time in range(2)] == [True, False]
    (sent,) = mail.outbox
    assert sent.subject == "Des dates ont changé : Should cars leave the street?"
    assert "Clôture du vote" in sent.body
    assert "La salle était fermée." in sent.body
    assert "/c/streets/history/" in sent.body
    assert reminders.due_tellings() == []


def test_words_that_change_send_no_mail(
    question: Consultation, verified: User, official: User
) -> None:
    reminders.ask(actor=verified, consultation=question)
    edit(official, question)
    assert reminders.due_tellings() == []


def test_who_asks_after_a_change_is_not_told_of_it(
    question: Consultation, verified: User, official: User
) -> None:
    later(official, question)
    reminders.ask(actor=verified, consultation=question)
    assert reminders.due_tellings() == []


def test_who_was_reminded_of_a_close_is_told_that_it_moved_and_reminded_of_the_new_one(
    wish: Reminder, question: Consultation, official: User
) -> None:
    assert reminders.send_reminder(wish.pk)
    later(official, question)
    assert reminders.tell_dates(wish.pk)
    assert reminders.due_reminders() == []
    closes_in(question, hours=20)
    assert reminders.send_reminder(wish.pk)
    assert len(mail.outbox) == 3


def test_a_withdrawn_question_tells_nobody_of_its_dates(
    question: Consultation, verified: User, official: User
) -> None:
    reminders.ask(actor=verified, consultation=question)
    later(official, question)
    withdraw_consultation(actor=official, consultation=question)
    assert reminders.due_tellings() == []
