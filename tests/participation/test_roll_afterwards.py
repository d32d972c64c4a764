"""The roll after its time: it still counts people, and names nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from participation.ballots import turnout
from participation.models import Consultation, RollEntry
from portal.models import User
from portal.retention import run_due
from tests.participation.voting import cast, close_and_open


def test_ninety_days_after_the_close_the_roll_names_nobody_and_turnout_stays(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    voters = make_voters(3)
    for voter in voters:
        cast(voter, question, [question.options.all()[0].pk])
    close_and_open(question)
    before = set(RollEntry.objects.values_list("voter", flat=True))
    people = turnout(question)
    assert run_due()["roll"] == 0
    past = timezone.now() - timedelta(days=91)
    question.phases.filter(kind="vote").update(opens_at=past - timedelta(days=1), closes_at=past)
    assert run_due(again=True)["roll"] == 3
    assert not RollEntry.objects.exclude(person=None).exists()
    assert not before & set(RollEntry.objects.values_list("voter", flat=True))
    assert turnout(question) == people
    assert run_due(again=True)["roll"] == 0


def test_an_open_votes_roll_is_never_touched(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    [voter] = make_voters(1)
    cast(voter, question, [question.options.all()[0].pk])
    assert run_due()["roll"] == 0
    assert RollEntry.objects.get().person_id == voter.pk
