"""What changes under people who rely on a question leaves a public trace with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from participation import consultations
from participation.ballots import cast_ballot, new_secret
from participation.eligibility.codes.batches import make_batch
from participation.eligibility.rules import set_rule
from participation.history import is_begun, print_mark, version_of
from participation.models import Change, Consultation, Option
from participation.paper.taking import take_words
from participation.withdrawals import withdraw_consultation
from portal.errors import BadInput, Conflict, NotNow
from portal.models import AuditEntry, User

WHY = "The shops asked for it."
Make = Callable[..., Consultation]
Verb = Callable[[User, Consultation, str], Any]


def edit(actor: User, asked: Consultation, reason: str = WHY, /, **fields: Any) -> Consultation:
    """Change texts of a question as it stands now."""
    now = Consultation.objects.get(pk=asked.pk)
    return consultations.edit_consultation(
        actor=actor,
        consultation=now,
        seen_version=now.edit_version,
        reason=reason,
        **(fields or {"summary": {"en": "Every day."}}),
    )


def later(actor: User, question: Consultation, reason: str = WHY, days: int = 3) -> Consultation:
    """Let the vote close some days later, and the result follow then."""
    now = Consultation.objects.get(pk=question.pk)
    by = timedelta(days=days)
    plan = [
        (
            phase.kind,
            phase.opens_at + (by if phase.kind == "result" else timedelta()),
            phase.closes_at and phase.closes_at + (by if phase.kind == "vote" else timedelta()),
        )
        for phase in now.phases.all()
    ]
    return consultations.set_phases(
        actor=actor, consultation=now, seen_version=now.edit_version, phases=plan, reason=reason
    )


def _option(question: Consultation) -> Option:
    return question.options.order_by("-position")[0]


def _swap(actor: User, question: Consultation, reason: str) -> Option:
    option, other = _option(question), question.options.order_by("position")[1]
    return consultations.edit_option(
        actor=actor, option=option, seen_version=1, reason=reason, scenario=other.scenario
    )


VERBS: dict[str, Verb] = {
    "the question": lambda who, q, why: edit(who, q, why, question={"en": "Another?"}),
    "its summary": lambda who, q, why: edit(who, q, why),
    "the promise": lambda who, q, why: edit(who, q, why, promise="inform"),
    "the day of the decision": lambda who, q, why: edit(
        who, q, why, decision_date=q.decision_date + timedelta(days=1)
    ),
    "the dates": later,
    "an option's name": lambda who, q, why: consultations.edit_option(
        actor=who, option=_option(q), seen_version=1, reason=why, name={"en": "Else"}
    ),
    "an option's sentence": lambda who, q, why: consultations.edit_option(
        actor=who, option=_option(q), seen_version=1, reason=why, summary={"en": "Else"}
    ),
    "an option's cost": lambda who, q, why: consultations.edit_option(
        actor=who, option=_option(q), seen_version=1, reason=why, cost="10"
    ),
    "an option's scenario": _swap,
    "a new option": lambda who, q, why: consultations.add_option(
        actor=who, consultation=q, scenario=_option(q).scenario, name={"en": "D"}, reason=why
    ),
    "an option less": lambda who, q, why: consultations.remove_option(
        actor=who, option=_option(q), reason=why
    ),
    "the way of counting": lambda who, q, why: consultations.set_rule(
        actor=who, consultation=q, seen_version=1, rule="star", settings={}, reason=why
    ),
    "who may vote": lambda who, q, why: set_rule(
        actor=who, consultation=q, rule={"kind": "code"}, seen_version=1, reason=why
    ),
}


@pytest.mark.parametrize("what", VERBS)
def test_a_change_under_an_open_vote_needs_a_reason_and_leaves_a_trace(
    what: str, question: Consultation, official: User
) -> None:
    with pytest.raises(BadInput, match="Say why") as refused:
        VERBS[what](official, question, " ")
    assert refused.value.field == "reason"
    assert not Change.objects.exists()
    VERBS[what](official, question, WHY)
    change = Change.objects.get()
    assert (change.version, change.reason, change.role) == (2, WHY, "official")
    assert all(piece["old"] != piece["new"] for piece in change.pieces)
    assert AuditEntry.objects.latest("pk").facts["reason"] == WHY


@pytest.mark.parametrize("what", VERBS)
def test_a_draft_that_nobody_has_seen_needs_no_reason_and_leaves_no_public_row(
    what: str, make_question: Make, official: User
) -> None:
    VERBS[what](official, make_question(status="draft"), "")
    assert not Change.objects.exists()


def test_a_reason_of_signs_that_nobody_sees_is_none(question: Consultation, official: User) -> None:
    with pytest.raises(BadInput) as refused:
        edit(official, question, "\u200b\u2060\u00a0")
    assert refused.value.field == "reason"


def test_storing_what_is_there_needs_no_reason(question: Consultation, official: User) -> None:
    edit(official, question, "", question=question.question, summary={"en": "", "fr": ""})
    assert not Change.objects.exists()


def test_what_was_and_what_is_are_kept_word_by_word(question: Consultation, official: User) -> None:
    edit(official, question, question={"en": "Closed every day?"})
    assert Change.objects.get().pieces == [
        {
            "what": "question",
            "old": {"en": "Should cars leave the street?"},
            "new": {"en": "Closed every day?"},
        }
    ]


def codes_made(official: User, draft: Consultation) -> None:
    """Letters with codes, made while the question is a draft."""
    Consultation.objects.filter(pk=draft.pk).update(eligibility={"kind": "code"})
    make_batch(actor=official, consultation=draft, label="North", size=2)


def ballot_taken(official: User, draft: Consultation) -> None:
    """The ballot paper, taken away while the question is a draft."""
    take_words(actor=official, consultation=draft, language="en", address="https://city.example")


@pytest.mark.parametrize("prints", [codes_made, ballot_taken])
def test_from_the_first_print_on_even_a_draft_changes_with_a_reason(
    prints: Callable[..., None], make_question: Make, official: User
) -> None:
    draft = make_question(status="draft")
    prints(official, draft)
    with pytest.raises(BadInput, match="Say why"):
        edit(official, draft, "")
    edit(official, draft)
    assert Change.objects.count() == 1


def test_an_open_question_before_its_discussion_may_still_be_mended(
    make_question: Make, official: User
) -> None:
    edit(official, make_question(phase="inform"), "")
    assert not Change.objects.exists()


def test_putting_the_discussion_off_does_not_end_the_history(
    make_question: Make, official: User
) -> None:
    question = make_question(phase="discuss")
    later = timezone.now() + timedelta(days=1)
    plan = [(one.kind, one.opens_at, one.closes_at) for one in question.phases.all()]
    plan[0], plan[1] = (*plan[0][:2], later), ("discuss", later, plan[1][2])
    consultations.set_phases(
        actor=official, consultation=question, seen_version=1, phases=plan, reason=WHY
    )
    assert is_begun(question)
    with pytest.raises(BadInput, match="Say why"):
        edit(official, question, "")


def test_the_scenario_behind_an_option_is_frozen_once_letters_are_printed(
    question: Consultation, official: User
) -> None:
    codes_made(official, question)
    with pytest.raises(NotNow, match="stays as people know it"):
        _swap(official, question, WHY)


def test_the_scenario_behind_an_option_is_frozen_once_somebody_voted(
    question: Consultation, official: User, verified: User
) -> None:
    given = {"ticks": [_option(question).pk]}
    told = {"consultation": question, "given": given, "secret": new_secret(), "token": "t"}
    cast_ballot(actor=verified, **told)
    with pytest.raises(NotNow, match="first ballot"):
        _swap(official, question, WHY)


def test_what_voters_acted_on_stays_frozen_whatever_the_reason(
    question: Consultation, official: User, verified: User
) -> None:
    given = {"ticks": [_option(question).pk]}
    told = {"consultation": question, "given": given, "secret": new_secret(), "token": "t"}
    cast_ballot(actor=verified, **told)
    with pytest.raises(NotNow, match="as voters have read them"):
        edit(official, question, question={"en": "Another?"})
    assert not Change.objects.exists()


def test_a_closed_question_changes_no_more(question: Consultation, official: User) -> None:
    withdraw_consultation(actor=official, consultation=question)
    for verb in VERBS.values():
        with pytest.raises((NotNow, Conflict)):
            verb(official, question, WHY)
    assert not Change.objects.exists()


def test_an_old_print_is_told_by_its_mark(question: Consultation, official: User) -> None:
    before = print_mark(question, "fr")
    edit(official, question)
    assert (before, print_mark(question, "fr")) == ("streets · fr · 1", "streets · fr · 2")


@pytest.mark.parametrize("act", ["update", "delete"])
def test_no_entry_of_the_history_is_altered_or_taken_out(
    act: str, question: Consultation, official: User
) -> None:
    edit(official, question)
    rows = Change.objects.all()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        rows.update(reason="Another.") if act == "update" else rows._raw_delete("default")
    assert Change.objects.get().reason == WHY


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"pieces": []}, {"version": 1}])
def test_the_database_refuses_a_change_without_a_reason_or_of_nothing(
    wrong: dict[str, Any], question: Consultation
) -> None:
    row = {"version": 2, "reason": WHY, "pieces": [{"what": "area"}], "at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.create(consultation=question, **row | wrong)


def test_a_refused_change_leaves_no_trace(question: Consultation, official: User) -> None:
    with pytest.raises(BadInput, match="keeps what it needed"):
        edit(official, question, decision_maker={}, summary={"en": "Else"})
    assert version_of(question) == 1
