"""From an opened box to the stored count."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from participation import results
from participation.models import Ballot, Consultation, CountRecord, VoteBox
from participation.results import Stage
from portal.errors import NotNow
from tests.participation.results.boxes import counted, opened

Make = Callable[..., Consultation]
BOX = [({"ticks": "B"}, 3), ({"ticks": "BC"}, 2), ({"ticks": "A"}, 4), (None, 1)]


def test_equal_ballots_are_counted_together(make_question: Make) -> None:
    closed = make_question("result")
    counted(closed, BOX)
    tally = results.tally_of(closed)
    first = closed.options.get(position=2).pk
    assert (tally.winner, tally.ballots, tally.abstentions) == (first, 9, 1)
    assert [int(one.score) for one in tally.standings] == [5, 4, 2]


def test_counting_again_changes_nothing(make_question: Make) -> None:
    closed = make_question("result")
    counted(closed, BOX)
    before = CountRecord.objects.get()
    Ballot.objects.all().delete()
    again = results.count_box(closed.pk)
    assert (again.pk, again.tally) == (before.pk, before.tally)
    assert VoteBox.objects.get().state == VoteBox.State.COUNTED


def test_a_box_that_is_not_opened_is_not_counted(make_question: Make) -> None:
    closed = make_question("result")
    VoteBox.objects.create(consultation=closed, public_key=bytes(32), private_key=b"wrapped")
    with pytest.raises(NotNow):
        results.count_box(closed.pk)
    assert not CountRecord.objects.exists()


def test_nobody_reads_a_tally_before_the_close(question: Consultation) -> None:
    assert results.stage_of(question) == Stage.BEFORE
    with pytest.raises(NotNow, match="when the vote has closed"):
        results.tally_of(question)


def test_between_close_and_count_it_says_that_it_is_being_counted(make_question: Make) -> None:
    closed = make_question("result")
    assert results.stage_of(closed) == Stage.COUNTING
    with pytest.raises(NotNow, match="being counted"):
        results.tally_of(closed)


def test_the_root_is_over_the_sorted_leaves(make_question: Make) -> None:
    """Two leaves by hand: H(1, smaller, larger) of H(0, content, newline, hex of the nonce)."""
    closed = make_question("result")
    opened(closed, [({"ticks": "A"}, 1), ({"ticks": "B"}, 1)])
    rows = Ballot.objects.values_list("content", "nonce")
    leaves = sorted(
        sha256(b"\x00" + text.encode() + b"\n" + bytes(nonce).hex().encode()).digest()
        for text, nonce in rows
    )
    by_hand = sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    assert bytes(results.count_box(closed.pk).ballots_root) == by_hand


def test_a_vote_that_nobody_cast_is_counted_too(make_question: Make) -> None:
    closed = make_question("result")
    counted(closed, [])
    tally = results.tally_of(closed)
    assert (tally.ballots, tally.winners) == (0, ())


def test_the_stored_settings_are_those_counted_by(make_question: Make) -> None:
    closed = make_question("result")
    counted(closed, [({"points": {"A": 7}}, 1)], rule="cumulative", settings={"points": 7})
    assert results.count_of(closed).settings["points"] == 7


def test_few_ballots_of_a_channel_are_not_told_and_cannot_be_worked_out(
    make_question: Make,
) -> None:
    closed = make_question("result")
    channels = {"web": 200, "kiosk": 3, "assisted": 12, "paper": 0}
    counted(closed, [({"ticks": "A"}, 215)], channels=channels, off_roll=3)
    facts = results.count_of(closed).facts
    assert facts["channels"] == {"web": 200, "kiosk": None, "assisted": None, "paper": 0}
    assert "off_roll" not in facts


def test_winners_of_many_questions_come_in_one_query(
    make_question: Make, django_assert_num_queries: Callable[[int], object]
) -> None:
    closed, waiting = make_question("result"), make_question("result", slug="other")
    counted(closed, BOX)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = results.winners_of([closed, waiting])
    assert found == {closed.pk: (closed.options.get(position=2).pk,)}
