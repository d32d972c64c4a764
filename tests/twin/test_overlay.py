"""Edits laid over a city: nothing is mutated, everything untouched is shared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.small_city import small_city, urn
from twin.citystate import CityState
from twin.edits.kinds.ban_heavy import BanHeavy
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.edits.kinds.direction import SetDirection
from twin.edits.kinds.lanes import SetLanes
from twin.edits.kinds.lay_green import LayGreen
from twin.edits.kinds.plant_trees import PlantTrees
from twin.edits.kinds.speed import SetSpeed
from twin.overlay import Change, Conflict, Reason, apply, canonical, digest

CITY = small_city()
URNS = [str(name) for name in CITY.tables["street"].urn]
SQUARE = ((-1.55, 47.21), (-1.549, 47.21), (-1.549, 47.211), (-1.55, 47.21))

some_streets = st.lists(st.sampled_from(URNS), min_size=1, max_size=4, unique=True).map(
    lambda urns: tuple(sorted(urns))
)
changes = st.one_of(
    st.builds(CloseToCars, some_streets),
    st.builds(BanHeavy, some_streets),
    st.builds(SetSpeed, some_streets, st.integers(5, 90)),
    st.builds(SetLanes, some_streets, st.integers(1, 6)),
    st.builds(SetDirection, some_streets, st.just("both")),
    st.builds(PlantTrees, st.just(((-1.55, 47.21),)), st.integers(1, 40)),
    st.builds(LayGreen, st.just(SQUARE), st.sampled_from(["park", "planting"]), st.just("X")),
)


def column(city: CityState, name: str, of: str) -> object:
    street = city.tables["street"]
    return street.columns[name][list(street.urn).index(of)]


def test_applying_nothing_is_the_city_itself() -> None:
    assert apply(CITY, []) == (CITY, ())


@settings(max_examples=60, deadline=None)
@given(st.lists(changes, max_size=6))
def test_the_base_is_never_written_to(plan: list[Change]) -> None:
    before = {n: a.copy() for n, a in CITY.tables["street"].columns.items()}
    apply(CITY, plan)
    after = CITY.tables["street"].columns
    assert all(np.array_equal(before[n], after[n], equal_nan=before[n].dtype.kind == "f")
               for n in before)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(some_streets)
def test_an_edit_shares_every_array_it_does_not_touch(streets: tuple[str, ...]) -> None:
    edited, _ = apply(CITY, [CloseToCars(streets)])
    old, new = CITY.tables["street"], edited.tables["street"]
    shared = [name for name in old.columns if new.columns[name] is old.columns[name]]
    assert set(old.columns) - set(shared) == {"car"}
    assert new.geometry is old.geometry
    assert edited.tables["place"] is CITY.tables["place"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(URNS), min_size=2, max_size=2, unique=True), st.integers(5, 40))
def test_edits_on_different_streets_may_come_in_any_order(pair: list[str], speed: int) -> None:
    plan = [SetSpeed((pair[0],), speed), CloseToCars((pair[1],))]
    one, _ = apply(CITY, plan)
    other, _ = apply(CITY, plan[::-1])
    for name in ("car", "speed_kmh"):
        a, b = one.tables["street"].columns[name], other.tables["street"].columns[name]
        assert np.array_equal(a, b)


@settings(max_examples=60, deadline=None)
@given(st.lists(changes, max_size=5))
def test_equal_edits_give_equal_digests_in_one_go_or_one_by_one(plan: list[Change]) -> None:
    edited, _ = apply(CITY, plan)
    assert edited.digest == digest(CITY.digest, list(plan))


@settings(max_examples=60, deadline=None)
@given(changes, changes)
def test_different_edits_give_different_digests(one: Change, other: Change) -> None:
    same = canonical(one) == canonical(other)
    assert (digest("d", [one]) == digest("d", [other])) == same


@settings(max_examples=60, deadline=None)
@given(st.lists(changes, max_size=5))
def test_existing_rows_keep_their_place(plan: list[Change]) -> None:
    edited, _ = apply(CITY, plan)
    for kind, table in CITY.tables.items():
        assert list(edited.tables[kind].urn[: len(table)]) == list(table.urn)


def test_closing_a_street_twice_is_a_conflict_that_names_it() -> None:
    plan = [CloseToCars((urn("A", 0),)), CloseToCars((urn("A", 0), urn("A", 1)))]
    edited, conflicts = apply(CITY, plan)
    assert conflicts == (Conflict(1, urn("A", 0), Reason.CLOSED),)
    assert not column(edited, "car", urn("A", 1))


def test_an_unknown_street_is_a_conflict() -> None:
    _, conflicts = apply(CITY, [SetSpeed(("urn:none",), 30)])
    assert conflicts == (Conflict(0, "urn:none", Reason.UNKNOWN),)


def test_a_one_way_line_turns_every_piece_to_run_on() -> None:
    # East along Rue B, then south on Rue 3, whose pieces are drawn northwards.
    line = (urn("B", 0), urn("B", 1), urn("3", 0))
    edited, conflicts = apply(CITY, [SetDirection(line, "forward")])
    assert conflicts == ()
    assert [column(edited, "direction", piece) for piece in line] == [
        "forward",
        "forward",
        "backward",
    ]


def test_one_way_streets_that_fork_are_a_conflict() -> None:
    fork = (urn("B", 0), urn("B", 1), urn("2", 0))
    _, conflicts = apply(CITY, [SetDirection(fork, "forward")])
    assert [conflict.reason for conflict in conflicts] == [Reason.BRANCHING]


def test_a_park_becomes_green_ground_and_a_place_to_walk_to() -> None:
    edited, _ = apply(CITY, [LayGreen(SQUARE, "park", "Jardin")])
    assert list(edited.tables["green"].columns["name"]) == ["Jardin"]
    assert list(edited.tables["place"].columns["category"]) == ["school", "school", "park"]


def test_planting_is_green_ground_but_no_place() -> None:
    edited, _ = apply(CITY, [LayGreen(SQUARE, "planting", "")])
    assert edited.tables["place"] is CITY.tables["place"]


def test_a_tree_is_planted_in_metres_where_it_was_shown_in_degrees() -> None:
    # The natural origin of Lambert-93 is 3°E 46.5°N, at 700,000 m and 6,600,000 m by definition.
    edited, _ = apply(CITY, [PlantTrees(((3.0, 46.5),), 6)])
    tree = edited.tables["tree"].geometry[0]
    assert (tree.x, tree.y) == pytest.approx((700_000, 6_600_000), abs=0.001)


def test_the_same_tree_twice_is_a_conflict() -> None:
    plant = PlantTrees(((-1.5586, 47.2138),), 6)
    edited, conflicts = apply(CITY, [plant, plant])
    assert [conflict.reason for conflict in conflicts] == [Reason.TWICE]
    assert len(edited.tables["tree"]) == 1


@pytest.mark.parametrize("column_name", ["car", "lanes", "speed_kmh"])
def test_a_plan_on_one_street_leaves_all_others_alone(column_name: str) -> None:
    target = (urn("C", 1),)
    edited, _ = apply(CITY, [SetLanes(target, 1), SetSpeed(target, 30), CloseToCars(target)])
    old = CITY.tables["street"].columns[column_name]
    changed = np.flatnonzero(old != edited.tables["street"].columns[column_name])
    assert [URNS[row] for row in changed] == list(target)
