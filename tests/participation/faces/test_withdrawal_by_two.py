"""Withdrawing a question whose ballots would be destroyed: one asks, another confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation import withdrawals
from participation.ballots import burn_box
from participation.models import Consultation, Envelope, Option, VoteBox, Withdrawal
from portal.models import AuditEntry, User
from tests.at_once import at_once
from tests.participation.faces.voting import page_of
from tests.participation.voting import cast


@pytest.fixture
def voted(verified: User, question: Consultation, options: list[Option]) -> Consultation:
    """A question whose vote is open, with one ballot in its box."""
    cast(verified, question, [options[1].pk])
    return question


@pytest.fixture
def asked_for(voted: Consultation, official: User) -> Consultation:
    """One that an official has asked to withdraw."""
    assert press(official, "ask").status_code == 302
    return voted


def press(person: User, act: str, *, minutes_ago: int = 0, **more: str) -> Any:
    """The answer to a button of the question's state, in a browser of its own."""
    desk = Client()
    desk.force_login(person)
    session = desk.session
    session["confirmed_at"] -= minutes_ago * 60
    session.save()
    return desk.post(reverse("desk-state", args=["streets"]), {"act": act, "sure": "yes"} | more)


def status() -> str:
    """The question's, after all that waits to be burnt was burnt."""
    found = Consultation.objects.get()
    burn_box(found.pk)
    return str(found.status)


def pages(person: User) -> tuple[str, str]:
    """What somebody sees: the desk, and the question's page there."""
    desk = Client()
    desk.force_login(person)
    names = (reverse("desk"), reverse("desk-consultation", args=["streets"]))
    home, question = (page_of(desk.get(address)) for address in names)
    return home, question


def test_one_official_alone_cannot_destroy_the_ballots_of_an_open_vote(
    voted: Consultation, official: User
) -> None:
    """One POST by one session, never asked again, destroyed every sealed ballot."""
    seen = [press(official, act).status_code for act in ("withdraw", "confirm", "ask", "ask")]
    assert seen == [409, 404, 302, 409]
    refused = press(official, "confirm")
    assert refused.status_code == 403
    assert "one alone cannot" in page_of(refused)
    assert press(official, "withdraw").status_code == 409
    assert status() == "open"
    assert Envelope.objects.count() == 1
    assert VoteBox.objects.get().private_key is not None


@pytest.mark.parametrize("act", ["withdraw", "ask", "confirm", "drop", "open"])
def test_a_stolen_session_cannot_withdraw_a_question(
    asked_for: Consultation, planner: User, act: str
) -> None:
    before = AuditEntry.objects.count()
    answer = press(planner, act, minutes_ago=20)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert (status(), Withdrawal.objects.get().state) == ("open", "asked")
    assert AuditEntry.objects.count() == before


def test_a_second_official_confirms_and_the_ballots_are_destroyed(
    asked_for: Consultation, official: User, planner: User
) -> None:
    assert press(planner, "confirm").status_code == 302
    assert status() == "withdrawn"
    assert not Envelope.objects.exists()
    request = Withdrawal.objects.get()
    assert (request.state, request.asked_by, request.ended_by) == ("done", official, planner)
    found = AuditEntry.objects.filter(act__startswith="consultation.withdraw").order_by("pk")
    assert [(entry.act, entry.who) for entry in found] == [
        ("consultation.withdrawal.ask", official.email),
        ("consultation.withdraw", planner.email),
    ]


@pytest.mark.parametrize("act", ["ask", "confirm"])
def test_both_say_that_they_are_sure(
    asked_for: Consultation, official: User, planner: User, act: str
) -> None:
    assert press(planner, act, sure="").status_code == 400
    assert status() == "open"


def test_the_database_itself_refuses_one_official_as_both(
    asked_for: Consultation, official: User
) -> None:
    with pytest.raises(IntegrityError, match="withdrawal_by_two"), transaction.atomic():
        Withdrawal.objects.update(state="done", ended_by=official, ended_at=timezone.now())


@pytest.mark.parametrize("who", ["official", "planner"])
def test_any_official_takes_the_request_back(
    asked_for: Consultation, official: User, planner: User, who: str
) -> None:
    person = {"official": official, "planner": planner}[who]
    assert press(person, "drop").status_code == 302
    assert press(planner, "confirm").status_code == 404
    assert (status(), Withdrawal.objects.get().state) == ("open", "back")
    assert AuditEntry.objects.get(act="consultation.withdrawal.drop").who == person.email


def test_a_request_lapses_after_seven_days_and_can_be_made_again(
    asked_for: Consultation, official: User, planner: User
) -> None:
    Withdrawal.objects.update(asked_at=timezone.now() - timedelta(days=7, minutes=1))
    refused = press(planner, "confirm")
    assert refused.status_code == 404
    assert "it lapsed or was taken back" in page_of(refused)
    assert press(planner, "ask").status_code == 302
    assert press(planner, "confirm").status_code == 403
    assert press(official, "confirm").status_code == 302
    assert sorted(Withdrawal.objects.values_list("state", flat=True)) == ["done", "void"]


def test_the_request_of_somebody_who_left_is_worth_nothing(
    asked_for: Consultation, official: User, planner: User
) -> None:
    official.role = User.Role.RESIDENT
    official.save()
    assert press(planner, "confirm").status_code == 404
    assert press(planner, "ask").status_code == 302
    assert status() == "open"


def test_residents_neither_ask_nor_confirm(asked_for: Consultation, verified: User) -> None:
    seen = {press(verified, act).status_code for act in ("ask", "confirm", "drop", "withdraw")}
    assert seen == {403}
    assert status() == "open"


def test_without_a_ballot_one_official_is_enough(question: Consultation, official: User) -> None:
    assert "No ballot has been cast, so you can do it alone." in pages(official)[1]
    assert press(official, "ask").status_code == 409
    assert press(official, "withdraw").status_code == 302
    assert status() == "withdrawn"


def test_colleagues_read_that_a_withdrawal_waits(
    asked_for: Consultation, official: User, planner: User
) -> None:
    User.objects.filter(pk=official.pk).update(name="O'Neill <b>")
    home, page = pages(planner)
    assert "A colleague asks to withdraw" in home
    assert "O&#x27;Neill &lt;b&gt; asks to withdraw this question" in page
    assert 'value="confirm"' in page
    home, page = pages(official)
    assert "A colleague asks to withdraw" not in home
    assert "You have asked to withdraw this question" in page
    assert 'value="confirm"' not in page
    assert 'value="drop"' in page


def test_an_opened_box_ends_the_request(asked_for: Consultation, planner: User) -> None:
    VoteBox.objects.update(state=VoteBox.State.OPENED, private_key=None)
    assert press(planner, "confirm").status_code == 409
    assert status() == "open"
    assert "A colleague asks to withdraw" not in pages(planner)[0]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_burn_once(
    verified: User, question: Consultation, options: list[Option], make_officials: Any
) -> None:
    cast(verified, question, [options[1].pk])
    first, *others = make_officials(3)
    withdrawals.ask_withdrawal(actor=first, consultation=question)
    pressed = at_once(*(partial(press, person, "confirm") for person in others))
    seen = [answer.status_code for answer in pressed]
    assert sorted(seen) == [302, 409]
    assert [burn_box(question.pk) for _again in range(2)] == [True, False]
    assert AuditEntry.objects.filter(act="consultation.withdraw").count() == 1
    assert not Envelope.objects.exists()


@pytest.fixture
def make_officials(db: None) -> Callable[[int], list[User]]:
    """make_officials(3): that many."""
    return lambda number: [
        User.objects.create_user(f"official{place}@example.net", "pass", role=User.Role.OFFICIAL)
        for place in range(number)
    ]
