"""Questions: two editors, dates in order, what it takes to open, what the first ballot fixes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from participation import consultations, deciding, withdrawals
from participation.models import Consultation, Option, VoteBox
from portal.errors import BadInput, Conflict, NotAllowed, NotNow
from portal.models import AuditEntry, User
from tests.participation.voting import cast
from twin.models import Scenario


@pytest.fixture
def draft(official: User) -> Consultation:
    return consultations.create_consultation(
        actor=official, question={"en": "Should the square be green?"}
    )


def _plan(start: int = 0) -> list[tuple]:
    day = [timezone.now() + timedelta(days=start + 10 * step) for step in range(4)]
    return [
        ("inform", day[0], day[1]),
        ("discuss", day[1], day[2]),
        ("vote", day[2], day[3]),
        ("result", day[3], None),
    ]


def test_of_two_officials_editing_the_second_is_told_and_nothing_is_lost(
    draft: Consultation, official: User, planner: User
) -> None:
    seen = draft.edit_version
    consultations.edit_consultation(
        actor=official, consultation=draft, seen_version=seen, summary={"en": "First."}
    )
    with pytest.raises(Conflict, match="While you were editing"):
        consultations.edit_consultation(
            actor=planner, consultation=draft, seen_version=seen, summary={"en": "Second."}
        )
    draft.refresh_from_db()
    assert draft.summary == {"en": "First."}


def test_of_two_officials_editing_one_option_the_second_is_told(
    draft: Consultation, official: User, planner: User, scenarios: list[Scenario]
) -> None:
    option = consultations.add_option(
        actor=official, consultation=draft, scenario=scenarios[0], name={"en": "As today"}
    )
    seen = option.edit_version
    consultations.edit_option(actor=official, option=option, seen_version=seen, name={"en": "A"})
    with pytest.raises(Conflict, match="changed this on"):
        consultations.edit_option(actor=planner, option=option, seen_version=seen, name={"en": "B"})
    option.refresh_from_db()
    assert option.name == {"en": "A"}


def test_draft_opens_only_with_all_it_needs(
    draft: Consultation, official: User, scenarios: list[Scenario]
) -> None:
    with pytest.raises(BadInput, match="Name who decides"):
        consultations.open_consultation(actor=official, consultation=draft)
    draft = consultations.edit_consultation(
        actor=official,
        consultation=draft,
        seen_version=draft.edit_version,
        decision_maker={"en": "The deputy mayor"},
        decision_date=timezone.localdate() + timedelta(days=50),
    )
    draft = consultations.set_phases(
        actor=official, consultation=draft, seen_version=draft.edit_version, phases=_plan()
    )
    for place, scenario in enumerate(scenarios[:2]):
        consultations.add_option(
            actor=official,
            consultation=draft,
            scenario=scenario,
            name={"en": f"Option {place}"},
            is_baseline=place == 0,
        )
    opened = consultations.open_consultation(actor=official, consultation=draft)
    assert opened.status == "open"


def test_overlapping_phases_are_refused_by_name(draft: Consultation, official: User) -> None:
    plan = _plan()
    plan[2] = ("vote", plan[1][2] - timedelta(days=1), plan[2][2])
    with pytest.raises(BadInput, match="Vote opens before Discuss has closed"):
        consultations.set_phases(
            actor=official, consultation=draft, seen_version=draft.edit_version, phases=plan
        )
    assert not draft.phases.exists()


def test_first_ballot_fixes_options_and_rule(
    verified: User,
    official: User,
    question: Consultation,
    options: list[Option],
    scenarios: list[Scenario],
) -> None:
    cast(verified, question, [options[0].pk])
    with pytest.raises(NotNow, match="first ballot"):
        consultations.add_option(
            actor=official, consultation=question, scenario=scenarios[0], name={"en": "Late"}
        )
    with pytest.raises(NotNow, match="first ballot"):
        consultations.set_rule(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            rule="star",
            settings={},
        )


def test_vote_that_has_begun_keeps_its_opening(official: User, question: Consultation) -> None:
    with pytest.raises(NotNow, match="has begun"):
        consultations.set_phases(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            phases=_plan(1),
        )


def _moved(question: Consultation, official: User, closes: object) -> Consultation:
    """The question with its vote closing at another time; the result follows later."""
    kept = [(p.kind, p.opens_at, p.closes_at) for p in question.phases.order_by("opens_at")[:2]]
    vote = question.phases.get(kind="vote")
    return consultations.set_phases(
        actor=official,
        consultation=question,
        seen_version=question.edit_version,
        phases=[*kept, ("vote", vote.opens_at, closes)],
        reason="The hall was shut on Monday.",
    )


@pytest.mark.parametrize("closes", [-timedelta(days=1), None], ids=["in the past", "never"])
def test_the_close_of_an_open_vote_lies_ahead(
    official: User, question: Consultation, closes: timedelta | None
) -> None:
    with pytest.raises(NotNow, match="to a time that is to come"):
        _moved(question, official, closes and timezone.now() + closes)


def test_moving_the_close_of_an_open_vote_is_written_down_with_its_hour(
    official: User, question: Consultation
) -> None:
    later = timezone.now() + timedelta(days=30)
    _moved(question, official, later)
    entry = AuditEntry.objects.get(act="consultation.phases")
    assert entry.done["changed"]["vote closes"][1] == later.isoformat()


def test_a_question_whose_vote_would_never_close_does_not_open(
    make_question: Callable[..., Consultation], official: User
) -> None:
    draft = make_question(status="draft")
    draft.phases.filter(kind="vote").update(closes_at=None)
    with pytest.raises(BadInput, match="Say when the vote closes"):
        consultations.open_consultation(actor=official, consultation=draft)


def test_two_options_cannot_change_places_by_their_names_after_the_first_ballot(
    verified: User, official: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    with pytest.raises(NotNow, match="as voters have read them"):
        consultations.edit_option(
            actor=official,
            option=options[0],
            seen_version=options[0].edit_version,
            name=options[1].name,
        )


def test_the_question_stays_as_voters_have_read_it_after_the_first_ballot(
    verified: User, official: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    with pytest.raises(NotNow, match="as voters have read them"):
        consultations.edit_consultation(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            question={"en": "Should cars stay in the street?"},
        )


def test_a_name_in_one_more_language_may_come_after_the_first_ballot(
    verified: User, official: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    name = {**options[0].name, "fr": "Comme aujourd'hui"}
    changed = consultations.edit_option(
        actor=official,
        option=options[0],
        seen_version=options[0].edit_version,
        name=name,
        reason="It was missing in French.",
    )
    assert changed.name == name


def test_a_question_whose_ballots_were_opened_is_decided_on_and_not_withdrawn(
    verified: User, official: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    VoteBox.objects.update(state=VoteBox.State.OPENED, private_key=None)
    with pytest.raises(NotNow, match="the result stays public"):
        withdrawals.withdraw_consultation(actor=official, consultation=question)


def test_decision_waits_for_the_end_of_the_vote(
    official: User, question: Consultation, options: list[Option]
) -> None:
    with pytest.raises(NotNow):
        deciding.decide(
            actor=official, consultation=question, option=options[0], text={"en": "So be it."}
        )


def test_resident_may_not_write_questions(resident: User) -> None:
    with pytest.raises(NotAllowed):
        consultations.create_consultation(actor=resident, question={"en": "Mine?"})
