"""A pile is typed by one official, again by another, compared, and goes into the box once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from participation.ballots import open_box
from participation.models import (
    Ballot,
    Consultation,
    Envelope,
    LogEvent,
    Option,
    PaperBatch,
    PaperSheet,
    Phase,
    VoteBox,
)
from participation.paper.batches import (
    begin_batch,
    box_batch,
    cancel_batch,
    enter_sheet,
    hand_over,
    resize_batch,
    settle,
)
from portal.errors import BadInput, Conflict, NotAllowed, NotNow, NotThere
from portal.models import AuditEntry, User


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("two@example.net", "a long pass phrase", role="official")


def typed(batch: PaperBatch, actor: Any, lines: list[str]) -> PaperBatch:
    for number, line in enumerate(lines, start=1):
        enter_sheet(actor=actor, batch=batch, number=number, typed=line)
    return hand_over(actor=actor, batch=batch)


@pytest.fixture
def pile(question: Consultation, official: User) -> PaperBatch:
    return begin_batch(actor=official, consultation=question, label="Town hall", sheets=4)


def close(question: Consultation) -> None:
    ended = timezone.now() - timedelta(seconds=1)
    Phase.objects.filter(consultation=question, kind="vote").update(closes_at=ended)


def test_readings_that_agree_go_into_the_box(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    for actor in (official, colleague):
        pile = typed(pile, actor, ["a", "bc", "-", "?"])
    boxed = box_batch(actor=official, batch=pile)
    assert (boxed.state, boxed.spoilt) == ("boxed", 1)
    assert Envelope.objects.filter(channel="paper").count() == 3
    assert LogEvent.objects.count() == 3


def test_after_that_nothing_typed_is_kept(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    for actor in (official, colleague):
        pile = typed(pile, actor, ["a", "bc", "-", "?"])
    box_batch(actor=official, batch=pile)
    assert not PaperSheet.objects.exists()


def test_the_audit_log_has_steps_and_numbers_but_no_reading(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    typed(pile, official, ["a", "b", "c", "a"])
    typed(pile, colleague, ["a", "b", "c", "b"])
    settle(actor=official, batch=pile, number=4, reading="second")
    box_batch(actor=colleague, batch=pile)
    told = [(entry.act, entry.done) for entry in AuditEntry.objects.order_by("pk")]
    assert told == [
        ("paper.begin", {"sheets": 4, "channel": "paper"}),
        ("paper.first", {}),
        ("paper.second", {"differences": 1}),
        ("paper.settle", {"sheet": 4}),
        ("paper.box", {"sheets": 4, "spoilt": 0}),
    ]


def test_one_official_cannot_type_a_pile_twice(pile: PaperBatch, official: User) -> None:
    pile = typed(pile, official, ["a", "b", "c", "a"])
    with pytest.raises(NotAllowed, match="colleague"):
        enter_sheet(actor=official, batch=pile, number=1, typed="a")


def test_the_database_refuses_it_too(pile: PaperBatch, official: User) -> None:
    with pytest.raises(IntegrityError):
        PaperBatch.objects.filter(pk=pile.pk).update(second_by=official)


def test_two_colleagues_at_once_do_not_share_the_second_reading(
    pile: PaperBatch, official: User, colleague: User, planner: User
) -> None:
    pile = typed(pile, official, ["a", "b", "c", "a"])
    enter_sheet(actor=colleague, batch=pile, number=1, typed="a")
    with pytest.raises(NotAllowed):
        enter_sheet(actor=planner, batch=pile, number=2, typed="a")


@pytest.mark.parametrize("who", ["resident", None])
def test_only_officials_touch_paper(
    question: Consultation, pile: PaperBatch, resident: User, who: str | None
) -> None:
    actor = resident if who else None
    with pytest.raises(NotAllowed):
        begin_batch(actor=actor, consultation=question, label="x", sheets=1)
    for act in (hand_over, box_batch, cancel_batch):
        with pytest.raises(NotAllowed):
            act(actor=actor, batch=pile)


def test_a_sheet_that_is_missing_holds_the_pile_back(pile: PaperBatch, official: User) -> None:
    enter_sheet(actor=official, batch=pile, number=1, typed="a")
    with pytest.raises(BadInput, match="3"):
        hand_over(actor=official, batch=pile)


def test_a_sheet_typed_again_takes_the_place_of_before(pile: PaperBatch, official: User) -> None:
    enter_sheet(actor=official, batch=pile, number=1, typed="a")
    sheet = enter_sheet(actor=official, batch=pile, number=1, typed="?")
    assert PaperSheet.objects.get(pk=sheet.pk).first == "spoilt"


@pytest.mark.parametrize("sheets", [2, 6])
def test_a_miscounted_pile_can_grow_and_shrink(
    pile: PaperBatch, official: User, sheets: int
) -> None:
    enter_sheet(actor=official, batch=pile, number=2, typed="a")
    assert resize_batch(actor=official, batch=pile, sheets=sheets).sheets == sheets
    assert [row.number for row in pile.rows.all()] == list(range(1, sheets + 1))


def test_it_does_not_shrink_below_what_was_typed(pile: PaperBatch, official: User) -> None:
    enter_sheet(actor=official, batch=pile, number=3, typed="a")
    with pytest.raises(BadInput):
        resize_batch(actor=official, batch=pile, sheets=2)


def test_a_difference_must_be_settled_first(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    typed(pile, official, ["a", "b", "c", "a"])
    typed(pile, colleague, ["a", "b", "ac", "?"])
    settle(actor=official, batch=pile, number=3, typed="c")
    with pytest.raises(BadInput, match="1"):
        box_batch(actor=official, batch=pile)


def test_nobody_alone_changes_what_two_read_the_same(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    for actor in (official, colleague):
        pile = typed(pile, actor, ["a", "b", "c", "a"])
    with pytest.raises(NotNow, match="the same"):
        settle(actor=official, batch=pile, number=1, typed="c")
    assert PaperSheet.objects.get(number=1).agreed == PaperSheet.objects.get(number=1).first


def test_an_unknown_sheet_and_an_unlawful_ballot_are_refused(
    pile: PaperBatch, official: User
) -> None:
    with pytest.raises(NotThere):
        enter_sheet(actor=official, batch=pile, number=5, typed="a")
    with pytest.raises(BadInput):
        enter_sheet(actor=official, batch=pile, number=1, typed="z")


def test_a_cancelled_pile_leaves_nothing(pile: PaperBatch, official: User) -> None:
    enter_sheet(actor=official, batch=pile, number=1, typed="a")
    assert cancel_batch(actor=official, batch=pile).state == "cancelled"
    assert not PaperSheet.objects.exists()
    assert not Envelope.objects.exists()


def test_a_pile_in_the_box_cannot_be_taken_back(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    for actor in (official, colleague):
        typed(pile, actor, ["a", "b", "c", "a"])
    box_batch(actor=official, batch=pile)
    for act in (box_batch, cancel_batch):
        with pytest.raises(Conflict):
            act(actor=official, batch=pile)


@pytest.mark.parametrize("phase", ["discuss", "result"])
def test_no_pile_begins_before_or_after_the_vote(
    make_question: Any, official: User, phase: str
) -> None:
    question = make_question(phase=phase)
    with pytest.raises(NotNow):
        begin_batch(actor=official, consultation=question, label="Late", sheets=1)


@pytest.mark.parametrize(("label", "sheets"), [("", 1), ("  ", 1), ("x", 0), ("x", 501)])
def test_a_pile_needs_a_name_and_a_sensible_size(
    question: Consultation, official: User, label: str, sheets: int
) -> None:
    with pytest.raises(BadInput):
        begin_batch(actor=official, consultation=question, label=label, sheets=sheets)


def test_the_box_waits_for_a_pile_that_was_begun_in_time(
    question: Consultation, pile: PaperBatch, official: User, colleague: User
) -> None:
    close(question)
    assert not open_box(question.pk)
    for actor in (official, colleague):
        typed(pile, actor, ["a", "bc", "-", "?"])
    box_batch(actor=official, batch=pile)
    assert open_box(question.pk)
    facts = VoteBox.objects.get(consultation=question).facts
    assert (facts["ballots"], facts["abstentions"], facts["spoilt"]) == (3, 1, 1)
    assert facts["channels"]["paper"] == 3


def test_what_was_typed_is_what_comes_out(
    question: Consultation, options: list[Option], official: User, colleague: User
) -> None:
    pile = begin_batch(
        actor=official, consultation=question, label="Help desk", sheets=2, channel="assisted"
    )
    for actor in (official, colleague):
        typed(pile, actor, ["b", "ac"])
    box_batch(actor=official, batch=pile)
    close(question)
    open_box(question.pk)
    first, second, third = (option.pk for option in options)
    texts = set(Ballot.objects.values_list("content", flat=True))
    assert texts == {f'{{"ticks":[{second}]}}', f'{{"ticks":[{first},{third}]}}'}
    assert VoteBox.objects.get(consultation=question).facts["channels"]["assisted"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_pile_pressed_into_the_box_twice_at_once_is_counted_once(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    for actor in (official, colleague):
        typed(pile, actor, ["a", "b", "c", "a"])

    def press(actor: User) -> str:
        try:
            return box_batch(actor=actor, batch=pile).state
        except Conflict:
            return "late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, [official, colleague])) == ["boxed", "late"]
    assert Envelope.objects.count() == 4
