"""What must hold of public cells, whatever people draw."""

from __future__ import annotations

import random
from collections.abc import Iterable

import h3
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure.coarsen import Cell, Pin, coarsen
from participation.disclosure.grid import COARSEST, FINEST, cell_at

# Places within about 2 km, many of them close together; few people, so that some repeat.
PLACES = st.builds(
    lambda lat, lng, step: (47.21 + lat * step, -1.55 + lng * step),
    st.integers(0, 12),
    st.integers(0, 12),
    st.sampled_from([0.0001, 0.0004, 0.0015]),
)
PINS = st.lists(st.tuples(PLACES, st.integers(0, 40), st.booleans()), max_size=150).map(
    lambda rows: [
        Pin(number, person, cell_at(*place), counts)
        for number, (place, person, counts) in enumerate(rows)
    ]
)


def _people(cell: Cell, pins: Iterable[Pin]) -> set[int]:
    return {pin.person for pin in pins if pin.counts and pin.comment in cell.comments}


@given(PINS)
@settings(max_examples=150, deadline=None)
def test_every_cell_holds_ten_people_at_least(pins: list[Pin]) -> None:
    for cell in coarsen(pins):
        assert len(_people(cell, pins)) == cell.people >= 10


@given(PINS)
@settings(max_examples=150, deadline=None)
def test_no_cell_lies_in_another(pins: list[Pin]) -> None:
    found = {cell.index for cell in coarsen(pins)}
    for index in found:
        for resolution in range(COARSEST, h3.get_resolution(index)):
            assert h3.cell_to_parent(index, resolution) not in found


@given(PINS)
@settings(max_examples=150, deadline=None)
def test_a_comment_is_in_one_cell_at_most_and_that_cell_holds_its_place(pins: list[Pin]) -> None:
    seen: set[int] = set()
    by_comment = {pin.comment: pin for pin in pins}
    for cell in coarsen(pins):
        assert not seen & set(cell.comments)
        seen |= set(cell.comments)
        for comment in cell.comments:
            fine = by_comment[comment].fine
            assert h3.cell_to_parent(fine, h3.get_resolution(cell.index)) == cell.index


@given(PINS)
@settings(max_examples=150, deadline=None)
def test_a_cell_holds_all_places_in_it(pins: list[Pin]) -> None:
    """Nothing within a published cell is left out, so its count is no difference of others."""
    for cell in coarsen(pins):
        resolution = h3.get_resolution(cell.index)
        inside = {
            pin.comment for pin in pins if h3.cell_to_parent(pin.fine, resolution) == cell.index
        }
        assert inside == set(cell.comments)


@given(PINS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_pins_changes_nothing(pins: list[Pin], chance: random.Random) -> None:
    shuffled = list(pins)
    chance.shuffle(shuffled)
    assert coarsen(shuffled) == coarsen(pins)


def test_a_crowd_keeps_its_small_cell_when_one_person_stands_far_off() -> None:
    crowd = [Pin(number, number, cell_at(47.215, -1.555)) for number in range(12)]
    alone = Pin(99, 99, cell_at(47.222, -1.545))
    cells = coarsen([*crowd, alone])
    assert [h3.get_resolution(cell.index) for cell in cells] == [FINEST]
    assert 99 not in cells[0].comments


def test_neighbours_too_few_alone_share_a_larger_cell() -> None:
    middle = cell_at(47.215, -1.555, FINEST - 1)
    children = sorted(h3.cell_to_children(middle, FINEST))
    pins = [Pin(number, number, children[number % len(children)]) for number in range(14)]
    assert [cell.index for cell in coarsen(pins)] == [middle]


def test_a_cell_that_may_not_be_published_is_not() -> None:
    fine = cell_at(47.215, -1.555)
    pins = [Pin(number, number, fine) for number in range(12)]
    found = coarsen(pins, may=lambda cell: cell != fine)
    assert [cell.index for cell in found] == [h3.cell_to_parent(fine, FINEST - 1)]
