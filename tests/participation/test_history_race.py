"""Two officials change one question at once: the history holds both, one after the other."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from participation import consultations
from participation.models import Change, Consultation
from portal.errors import Conflict
from portal.models import User
from tests.at_once import at_once, refused
from tests.participation.conftest import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


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

    (told,) = refused(at_once(lambda: edit(official), lambda: edit(planner)))
    assert isinstance(told, Conflict)
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

    acts = [partial(edit, option) for option in question.options.all()]
    assert refused(at_once(*acts)) == []
    assert sorted(Change.objects.values_list("version", flat=True)) == [2, 3, 4]


def test_questions_with_one_title_asked_at_once_each_have_an_address(official: User) -> None:
    title = {"en": "Should cars leave the street where all of us, big and small, live and play?"}
    ask = partial(consultations.create_consultation, actor=official, question=title)
    assert refused(at_once(*[ask] * 4)) == []
    assert Consultation.objects.values("slug").distinct().count() == 4
