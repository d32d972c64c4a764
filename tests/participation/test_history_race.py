"""Two officials change one question at once: the history holds both, one after the other."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from participation import consultations
from participation.models import Change, Consultation
from portal.errors import CivicError, Conflict
from portal.models import User
from tests.participation.conftest import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Any) -> list[CivicError]:
    """Do them together; what was refused."""
    gate, refused = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        gate.wait()
        try:
            act()
        except CivicError as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_two_who_change_the_texts_at_once_one_is_told_and_one_trace_is_left(
    question: Consultation, official: User, planner: User
) -> None:
    def edit(actor: User) -> None:
        consultations.edit_consultation(
            actor=actor,
            consultation=question,
            seen_version=1,
            summary={"en": actor.role},
            reason=f"As the {actor.role} says.",
        )

    (refused,) = at_once(lambda: edit(official), lambda: edit(planner))
    assert isinstance(refused, Conflict)
    change = Change.objects.get()
    question.refresh_from_db()
    assert question.summary == change.pieces[0]["new"] == {"en": change.role}


def test_changes_of_several_options_at_once_each_get_a_version(
    question: Consultation, official: User
) -> None:
    def edit(option: Any) -> None:
        consultations.edit_option(
            actor=official, option=option, seen_version=1, summary={"en": "Else"}, reason="Clearer."
        )

    acts = [lambda option=option: edit(option) for option in question.options.all()]
    assert at_once(*acts) == []
    assert sorted(Change.objects.values_list("version", flat=True)) == [2, 3, 4]


def test_questions_with_one_title_asked_at_once_each_have_an_address(official: User) -> None:
    title = {"en": "Should cars leave the street where all of us, big and small, live and play?"}
    ask = lambda: consultations.create_consultation(actor=official, question=title)  # noqa: E731
    assert at_once(*[ask] * 4) == []
    assert Consultation.objects.values("slug").distinct().count() == 4
