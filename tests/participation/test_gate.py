"""The gate: what a cast finds, at this moment and as it was last edited."""

from __future__ import annotations

from django.db import transaction

from participation.ballots.gate import Gate, read_gate
from participation.models import Consultation, Option
from participation.phases import Act, permits


def _gate(question: Consultation) -> Gate:
    with transaction.atomic():
        return read_gate(question.slug)


def test_two_gates_of_one_vote_have_each_their_moment(question: Consultation) -> None:
    first, second = _gate(question), _gate(question)
    assert first.now < second.now
    assert first.choices is second.choices


def test_an_edited_setting_is_in_the_next_gate(question: Consultation) -> None:
    before = _gate(question).length
    Consultation.objects.filter(pk=question.pk).update(ballot_settings={"most_ticks": 1})
    after = _gate(question)
    assert after.settings == {"most_ticks": 1}
    assert after.length <= before


def test_a_new_option_is_in_the_next_gate(question: Consultation, options: list[Option]) -> None:
    before = {choice.id for choice in _gate(question).choices}
    more = options[-1]
    more.pk, more.position = None, 9
    more.save(force_insert=True)
    assert {choice.id for choice in _gate(question).choices} == before | {more.pk}


def test_a_close_that_moved_is_in_the_next_gate(question: Consultation) -> None:
    before = _gate(question)
    assert permits(before.spans, Act.VOTE, before.now)
    question.phases.filter(kind="vote").update(closes_at=before.now)
    after = _gate(question)
    assert not permits(after.spans, Act.VOTE, after.now)
