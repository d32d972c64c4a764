"""The operator: same bytes on any threads, updates equal to the whole, a close far field."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.analyses.towns import block_town, buildings, city, edited, silent, streets
from twin.analyses.air import Air, AirParameters
from twin.analyses.air.apply import added, worst_hour
from twin.analyses.air.dispersion.mesh import CELL_M, NEAR_CELLS, mesh_of
from twin.analyses.air.dispersion.point import point_table, read_point
from twin.analyses.air.dispersion.rose import default_rose
from twin.analyses.air.operator import AirOperator, prepare
from twin.citystate import CityState, Table

AIR, PLAIN = Air(), AirParameters(grid_m=40.0)
TOWN = block_town()
BASE = prepare(TOWN, PLAIN, silent)


def strength(state: CityState, columns: int = 3) -> np.ndarray:
    """Some strength for every street, g/(m s)."""
    rows = np.arange(len(state.tables["street"]))[:, None] + 1.0
    return 1e-6 * rows * np.arange(1.0, columns + 1.0)


def same_bytes(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.tobytes() == other.tobytes()
    if hasattr(one, "__dataclass_fields__"):
        return all(same_bytes(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    if isinstance(one, tuple):
        return all(same_bytes(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)


def test_one_or_two_threads_give_the_same_bytes() -> None:
    assert same_bytes(prepare(TOWN, PLAIN, silent, threads=1), BASE)
    one, two = (added(BASE, strength(TOWN), threads=threads) for threads in (1, 2))
    assert one.tobytes() == two.tobytes()


def test_every_value_is_finite_and_none_negative() -> None:
    for values in (BASE.values, BASE.hourly, added(BASE, strength(TOWN))):
        assert np.isfinite(values).all()
        assert (values >= 0).all()


def test_facades_are_looked_at_4_m_high_and_the_ground_where_people_breathe() -> None:
    assert set(BASE.facades.height_m) == {4.0}
    assert set(BASE.grid.height_m) == {1.5}


def test_twice_the_emission_adds_twice_as_much() -> None:
    found = added(BASE, strength(TOWN))
    assert found[:, 1] == pytest.approx(2 * found[:, 0], rel=1e-5)


def test_no_emission_adds_nothing() -> None:
    nothing = np.zeros((len(TOWN.tables["street"]), 2))
    assert not added(BASE, nothing).any()
    assert not worst_hour(BASE, nothing[:, 0]).any()


def test_the_worst_hour_is_worse_than_the_year() -> None:
    year = added(BASE, strength(TOWN, 1))[: len(BASE.facades), 0]
    assert (worst_hour(BASE, strength(TOWN, 1)[:, 0]) > 0.8 * year).all()


def test_the_far_field_is_close_to_every_stretch_by_itself() -> None:
    q = strength(TOWN, 1)
    rows = np.arange(len(q))
    mesh = mesh_of(TOWN.tables["street"].geometry, rows)
    table = point_table(default_rose(), 100.0, 4.0).values
    s, t = mesh.stretches, BASE.targets
    x, y = s.x + 0.5 * s.length_m * s.ux, s.y + 0.5 * s.length_m * s.uy
    source = mesh.cell_of(x, y)
    corners = BASE.far.corners(q)[:, :, 0]
    assert CELL_M * NEAR_CELLS < 600  # the town is wider: it has a far field
    for r in range(0, len(t.x), 29):
        column = abs(source % mesh.columns - t.cell[r] % mesh.columns)
        row = abs(source // mesh.columns - t.cell[r] // mesh.columns)
        away = np.flatnonzero((column > NEAR_CELLS) | (row > NEAR_CELLS))
        direct = 1e6 * sum(
            q[s.street[k], 0] * s.length_m[k] * read_point(table, t.x[r] - x[k], t.y[r] - y[k])
            for k in away
        )
        found = float(BASE.corner[r] @ corners[t.cell[r]])
        assert found == pytest.approx(direct, rel=0.12, abs=1e-4)


def test_nearer_to_a_street_the_air_is_worse() -> None:
    line = streets({"line": [(0, 0), (400, 0)]})
    state = city(line, buildings({"at": (0, 1000)}))
    base = prepare(state, PLAIN, silent)
    assert len(base.grid)
    points = [(200.0, 20.0), (200.0, 60.0), (200.0, 110.0)]
    homes = buildings(*({"at": (x, y + 10.0), "dwellings": 1.0} for x, y in points))
    found = prepare(city(line, homes), PLAIN, silent)
    worst = [
        added(found, np.array([[1e-4]]))[: len(found.facades)][found.facades.building == k].max()
        for k in range(3)
    ]
    assert worst[0] > worst[1] > worst[2] > 0


def test_a_canyon_keeps_more_of_it() -> None:
    line = streets({"line": [(0, 0), (400, 0)]})
    home = {"at": (200.0, 15.0), "dwellings": 1.0}
    places = [(x, y) for x in range(100, 301, 10) for y in (15.0, -15.0) if (x, y) != (200, 15.0)]
    row = [{"at": at, "dwellings": 0.0, "height_m": 18.0} for at in places]
    alone, between = (
        prepare(city(line, buildings(home, *others)), PLAIN, silent) for others in ((), row)
    )
    q = np.array([[1e-4]])
    open_air = added(alone, q)[: len(alone.facades)].max()
    assert between.canyon_streets == 1
    assert added(between, q)[: len(between.facades)].max() > 1.5 * open_air


def test_a_town_elsewhere_has_the_same_air() -> None:
    east, north = 10 * CELL_M, -7 * CELL_M
    off = np.array([east, north])

    def shifted(kind: str) -> Table:
        table = TOWN.tables[kind]
        return replace(table, geometry=shapely.transform(table.geometry, lambda xy: xy + off))

    moved = city(shifted("street"), shifted("building"))
    here, there = (added(one, strength(TOWN)) for one in (BASE, prepare(moved, PLAIN, silent)))
    assert there == pytest.approx(here, rel=1e-4)


def with_building(state: CityState, x: float, y: float, size: float, height: float) -> CityState:
    table = state.tables["building"]
    shape = shapely.Point(x, y).buffer(size, cap_style="square")
    columns = {name: np.append(values, values[:1]) for name, values in table.columns.items()}
    columns["height_m"][-1] = height
    columns["dwellings"][-1] = 10.0 if height > 20 else 0.0
    more = Table(np.append(table.urn, f"urn:new{x}{y}"), np.append(table.geometry, shape), columns)
    return state.with_table("building", more, "more")


EDITS = st.one_of(
    st.tuples(
        st.just("add"), st.floats(-20, 620), st.floats(-20, 620), st.floats(3, 25), st.floats(3, 60)
    ),
    st.tuples(st.just("remove"), st.integers(0, 7)),
    st.tuples(st.just("raise"), st.integers(0, 7), st.floats(3, 60)),
)


def edit(state: CityState, change: tuple[Any, ...]) -> CityState:
    if change[0] == "add":
        return with_building(state, *change[1:])
    if change[0] == "remove":
        return edited(state, "building", [change[1]], height_m=0.0, dwellings=0.0)
    return edited(state, "building", [change[1]], height_m=change[2])


@settings(max_examples=15)
@given(st.lists(EDITS, min_size=1, max_size=3))
def test_an_update_equals_preparing_from_nothing(changes: list[tuple[Any, ...]]) -> None:
    state = TOWN
    for change in changes:
        state = edit(state, change)
    found = AIR.update(BASE, TOWN, state, PLAIN, silent)
    assert same_bytes(found, AIR.prepare(state, PLAIN, silent))


def test_an_update_after_an_update_equals_it_too() -> None:
    first = edit(TOWN, ("add", 110.0, 8.0, 6.0, 25.0))
    second = edit(first, ("remove", 0))
    once = AIR.update(BASE, TOWN, first, PLAIN, silent)
    assert same_bytes(
        AIR.update(once, first, second, PLAIN, silent), AIR.prepare(second, PLAIN, silent)
    )


def test_nothing_changed_gives_the_same_operator() -> None:
    assert AIR.update(BASE, TOWN, TOWN, PLAIN, silent) is BASE


def test_a_closed_street_leaves_the_operator_as_it_is() -> None:
    closed = edited(TOWN, "street", [0], car=False)
    assert same_bytes(AIR.update(BASE, TOWN, closed, PLAIN, silent), BASE)


def test_other_streets_are_worked_out_from_nothing() -> None:
    other = edited(TOWN, "street", [0], road_class="path")
    found = AIR.update(BASE, TOWN, other, PLAIN, silent)
    assert same_bytes(found, AIR.prepare(other, PLAIN, silent))
    assert found.length_km[0] == 0.0


def test_only_arrays_and_plain_values_make_up_an_operator() -> None:
    def plain(value: Any) -> bool:
        if isinstance(value, np.ndarray):
            return value.dtype != object
        if hasattr(value, "__dataclass_fields__"):
            return all(plain(getattr(value, f.name)) for f in fields(value))
        if isinstance(value, tuple):
            return all(plain(one) for one in value)
        return isinstance(value, (int, float, str))

    assert plain(BASE)
    assert isinstance(replace(BASE), AirOperator)
