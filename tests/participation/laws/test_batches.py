"""Whoever keeps every release learns no more than from the last, whatever comes and goes."""

from __future__ import annotations

from collections.abc import Callable

import h3
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure.batches import Release
from participation.disclosure.grid import FINEST, resolution_of, upwards
from tests.participation.laws.released import Question, residents_of

MIDDLE = h3.latlng_to_cell(47.215, -1.555, FINEST)
CELLS = sorted(h3.grid_disk(MIDDLE, 3))
HOMES = st.lists(st.sampled_from([0.0, 3.0, 12.0, 300.0]), min_size=37, max_size=37)
# What happens between two releases: comments, withdrawals, or the discussion's end.
SPEAK = st.tuples(
    st.just("speak"), st.integers(0, 36), st.integers(0, 160), st.sampled_from([1, 3, 10, 14])
)
LEAVE = st.tuples(st.just("leave"), st.integers(0, 500), st.integers(1, 12), st.just(0))
RELEASE = st.tuples(st.just("release"), st.just(0), st.just(0), st.just(0))
END = st.tuples(st.just("end"), st.just(0), st.just(0), st.just(0))
STORY = st.lists(st.one_of(SPEAK, SPEAK, LEAVE, RELEASE, END), max_size=40)
Check = Callable[[Question, Question, Release], None]


def _tell(homes: list[float], story: list[tuple[str, int, int, int]], check: Check) -> None:
    """Let the story happen; `check` sees what was public before and after each release."""
    question = Question(residents_of(dict(zip(CELLS, homes, strict=True))))
    ended = False
    for what, one, two, many in [*story, ("release", 0, 0, 0), ("end", 0, 0, 0)]:
        if what == "speak":
            for person in range(two, two + many):
                question.say(person, CELLS[one])
        elif what == "leave":
            for comment in sorted(question.pins)[one : one + two]:
                question.withdraw(comment)
        else:
            ended = ended or what == "end"
            before = Question(
                question.residents,
                dict(question.pins),
                dict(question.shown),
                set(question.standing),
                set(question.past),
            )
            check(before, question, question.release(ended=ended))


def _counting(question: Question, comments: set[int]) -> set[int]:
    return {question.pins[one].person for one in comments if question.pins[one].counts}


@given(HOMES, STORY)
@settings(max_examples=120, deadline=None)
def test_a_published_cell_is_never_refined(homes: list[float], story: list) -> None:
    def check(before: Question, after: Question, release: Release) -> None:
        for cell in release.opened:
            assert not set(upwards(cell)[1:]) & before.past

    _tell(homes, story, check)


@given(HOMES, STORY)
@settings(max_examples=120, deadline=None)
def test_no_public_cell_lies_in_another(homes: list[float], story: list) -> None:
    def check(before: Question, after: Question, release: Release) -> None:
        for cell in after.standing:
            assert not set(upwards(cell)[1:]) & after.standing

    _tell(homes, story, check)


@given(HOMES, STORY)
@settings(max_examples=120, deadline=None)
def test_no_cell_stands_with_fewer_than_ten_residents_or_ten_people(
    homes: list[float], story: list
) -> None:
    def check(before: Question, after: Question, release: Release) -> None:
        for cell in after.standing:
            assert after.residents.get(cell, 0) >= 10
            assert len({pin.person for pin in after.inside(cell) if pin.counts}) >= 10

    _tell(homes, story, check)


@given(HOMES, STORY)
@settings(max_examples=120, deadline=None)
def test_the_difference_of_two_releases_holds_ten_people_or_nobody(
    homes: list[float], story: list
) -> None:
    """Those who are in a cell now and were in none before are ten or more, in every cell."""

    def check(before: Question, after: Question, release: Release) -> None:
        for cell in after.standing:
            new = {one for one, its in release.joined.items() if its == cell}
            assert not new or len(_counting(after, new)) >= 10

    _tell(homes, story, check)


@given(HOMES, STORY)
@settings(max_examples=120, deadline=None)
def test_a_comment_keeps_its_public_cell_and_that_cell_holds_its_place(
    homes: list[float], story: list
) -> None:
    def check(before: Question, after: Question, release: Release) -> None:
        for comment, cell in before.shown.items():
            assert after.shown[comment] == cell
        for comment, cell in release.joined.items():
            assert cell in upwards(after.pins[comment].fine)

    _tell(homes, story, check)


@given(HOMES, STORY)
@settings(max_examples=60, deadline=None)
def test_a_person_counts_in_one_cell_only(homes: list[float], story: list) -> None:
    def check(before: Question, after: Question, release: Release) -> None:
        people = [pin.person for pin in after.pins.values() if pin.counts]
        assert len(people) == len(set(people))

    _tell(homes, story, check)


def _lived_in() -> Question:
    return Question(residents_of(dict.fromkeys(CELLS, 200.0)))


def test_ten_people_in_a_cell_where_people_live_are_released_in_the_finest() -> None:
    question = _lived_in()
    for person in range(10):
        question.say(person, MIDDLE)
    assert question.release().opened == {MIDDLE}


def test_nine_newcomers_wait_for_a_tenth() -> None:
    question = _lived_in()
    for person in range(19):
        question.say(person, MIDDLE)
        if person == 9:
            question.release()
    assert not question.release().grown
    question.say(19, MIDDLE)
    assert question.release().grown == {MIDDLE}


def test_a_scattered_discussion_waits_for_its_end_before_areas_grow() -> None:
    question = _lived_in()
    parent = h3.cell_to_parent(MIDDLE, FINEST - 1)
    for person, cell in enumerate([*h3.cell_to_children(parent, FINEST)] * 2):
        question.say(person, cell)
    assert not question.release().opened
    assert question.release(ended=True).opened == {parent}


def test_a_park_without_residents_is_shown_with_what_surrounds_it() -> None:
    homes = dict.fromkeys(CELLS, 200.0) | {MIDDLE: 0.0}
    question = Question(residents_of(homes))
    for person in range(15):
        question.say(person, MIDDLE)
    assert {resolution_of(cell) for cell in question.release().opened} == {FINEST - 1}


def test_a_cell_that_lost_its_people_comes_back_only_with_ten_new_ones() -> None:
    question = _lived_in()
    first = [question.say(person, MIDDLE) for person in range(10)]
    question.release()
    question.withdraw(first[0])
    assert question.release().gone == {MIDDLE}
    question.say(50, MIDDLE)
    assert not question.release().opened
    for person in range(51, 60):
        question.say(person, MIDDLE)
    assert question.release().opened == {MIDDLE}
