"""What opening asked of a question stays while it is open; storing nothing new changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from participation import consultations
from participation.models import Change, Consultation, Option
from portal.errors import BadInput, NotNow
from portal.models import AuditEntry, User
from twin.models import Scenario

WHY = "It was wrong."
Act = Callable[[User, Consultation], Any]


@pytest.fixture
def early(make_question: Callable[..., Consultation]) -> Consultation:
    """Open, with nothing said or printed yet: it can still be mended."""
    return make_question("inform")


def edit(actor: User, asked: Consultation, **fields: Any) -> Consultation:
    """Change texts of a question as it stands now."""
    return consultations.edit_consultation(
        actor=actor,
        consultation=asked,
        seen_version=asked.edit_version,
        reason=WHY,
        **fields,
    )


def plan(actor: User, asked: Consultation, rows: list[tuple], **day: Any) -> Consultation:
    """Give the question other dates."""
    return consultations.set_phases(
        actor=actor,
        consultation=asked,
        seen_version=asked.edit_version,
        phases=rows,
        reason=WHY,
        **day,
    )


def stored(asked: Consultation) -> list[tuple]:
    """The dates as set_phases takes them."""
    return [(one.kind, one.opens_at, one.closes_at) for one in asked.phases.all()]


def but_one(actor: User, asked: Consultation) -> None:
    """Take options off the list, the last first, until one is left."""
    for option in asked.options.order_by("-position")[:2]:
        consultations.remove_option(actor=actor, option=option, reason=WHY)


TAKEN: dict[str, tuple[Act, str]] = {
    "its question": (lambda who, q: edit(who, q, question={}), "question first"),
    "its question, written as blanks": (
        lambda who, q: edit(who, q, question={"en": " ", "fr": "\t\n"}),
        "question first",
    ),
    "who decides": (lambda who, q: edit(who, q, decision_maker={}), "who decides"),
    "the day of the decision": (lambda who, q: edit(who, q, decision_date=None), "which day"),
    "all its dates": (lambda who, q: plan(who, q, []), "dates of the phases"),
    "the day, with its dates": (
        lambda who, q: plan(who, q, stored(q), decision_date=None),
        "which day",
    ),
    "its second option": (but_one, "at least two options"),
    "the option that keeps things": (
        lambda who, q: consultations.remove_option(
            actor=who, option=q.options.get(is_baseline=True), reason=WHY
        ),
        "keeping things as they are",
    ),
    "the plan that keeps things": (
        lambda who, q: consultations.edit_option(
            actor=who,
            option=q.options.get(is_baseline=True),
            seen_version=1,
            scenario=q.options.get(position=2).scenario,
            is_baseline=False,
            reason=WHY,
        ),
        "keeping things as they are",
    ),
    "signs that can be printed": (
        lambda who, q: edit(who, q, question={"en": "\u0df4?"}),
        "can print",
    ),
    "the name of an option": (
        lambda who, q: consultations.edit_option(
            actor=who, option=q.options.get(position=2), seen_version=1, name={}, reason=WHY
        ),
        "a name",
    ),
}


@pytest.mark.parametrize("phase", ["inform", "discuss"])
@pytest.mark.parametrize("what", TAKEN)
def test_an_open_question_loses_nothing_that_opening_asked_for(
    what: str, phase: str, make_question: Callable[..., Consultation], official: User
) -> None:
    act, told = TAKEN[what]
    question = make_question(phase)
    with pytest.raises(BadInput, match=told):
        act(official, question)
    question.refresh_from_db()
    assert consultations.what_is_missing(question) == []


def test_the_refusal_names_the_field(early: Consultation, official: User) -> None:
    with pytest.raises(BadInput) as refused:
        edit(official, early, decision_maker={})
    assert refused.value.field == "decision_maker"


def test_what_an_open_question_lacked_before_keeps_nobody_from_mending_the_rest(
    early: Consultation, official: User
) -> None:
    early.options.filter(is_baseline=False).delete()
    edit(official, early, summary={"en": "Shorter."})
    early.refresh_from_db()
    assert early.summary == {"en": "Shorter."}


@pytest.mark.parametrize("printed", [False, True])
def test_a_draft_never_loses_its_question(
    printed: bool, make_question: Callable[..., Consultation], official: User
) -> None:
    draft = make_question("inform", status="draft")
    if printed:
        Consultation.objects.filter(pk=draft.pk).update(printed_at=draft.created_at)
    with pytest.raises(BadInput, match="question first"):
        edit(official, draft, question={"en": ""})


def test_an_option_with_another_plan_does_not_keep_things_as_they_are(
    make_question: Callable[..., Consultation], official: User, scenarios: list[Scenario]
) -> None:
    draft = make_question("inform", status="draft")
    first, second, third = draft.options.order_by("position")
    consultations.edit_option(
        actor=official, option=first, seen_version=1, scenario=scenarios[2], is_baseline=False
    )
    consultations.edit_option(
        actor=official, option=second, seen_version=1, scenario=scenarios[0], is_baseline=True
    )
    with pytest.raises(NotNow, match="already"):
        consultations.edit_option(
            actor=official, option=third, seen_version=1, scenario=scenarios[0], is_baseline=True
        )
    kept = draft.options.order_by("position").values_list("is_baseline", flat=True)
    assert list(kept) == [False, True, False]


def test_a_title_is_one_line_in_whatever_way_it_was_broken(
    early: Consultation, official: User
) -> None:
    edit(official, early, question={"en": "Should trees\u2028stand\r\n here?"})
    early.refresh_from_db()
    assert early.question == {"en": "Should trees stand here?"}
    assert consultations.what_is_missing(early) == []


AGAIN: dict[str, Act] = {
    "texts": lambda who, q: edit(who, q, question=q.question, summary={"en": "", "fr": " "}),
    "dates": lambda who, q: plan(who, q, stored(q), decision_date=q.decision_date),
    "rule": lambda who, q: consultations.set_rule(
        actor=who,
        consultation=q,
        seen_version=q.edit_version,
        rule=q.ballot_rule,
        settings=q.ballot_settings,
    ),
    "option": lambda who, q: consultations.edit_option(
        actor=who,
        option=q.options.get(position=2),
        seen_version=1,
        name=q.options.get(position=2).name,
    ),
}


@pytest.mark.parametrize("what", AGAIN)
def test_storing_what_is_there_is_no_change_that_a_colleague_has_to_compare(
    what: str, make_question: Callable[..., Consultation], official: User
) -> None:
    question = make_question("discuss")
    before = [question.edit_version, *_versions(question)]
    AGAIN[what](official, question)
    question.refresh_from_db()
    assert [question.edit_version, *_versions(question)] == before
    assert not Change.objects.exists()
    assert not AuditEntry.objects.filter(act__startswith="consultation.").exists()


def _versions(question: Consultation) -> list[int]:
    return list(Option.objects.filter(consultation=question).values_list("edit_version", flat=True))


FAR = [datetime(1, 1, 1, tzinfo=UTC), datetime(26, 12, 1, tzinfo=UTC)]
FAR += [datetime(9999, 12, 31, 22, 59, tzinfo=UTC)]


@pytest.mark.parametrize("moment", FAR, ids=lambda one: str(one.year))
def test_a_year_that_cannot_be_meant_is_told_at_its_date(
    moment: datetime, early: Consultation, official: User
) -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    for rows, day, field in (
        ([("vote", moment, soon)], early.decision_date, "vote_opens"),
        ([("vote", soon, moment)], early.decision_date, "vote_closes"),
        (stored(early), date(moment.year, 1, 1), "decision_date"),
    ):
        with pytest.raises(BadInput, match="This year cannot be meant") as refused:
            plan(official, early, rows, decision_date=day)
        assert refused.value.field == field
