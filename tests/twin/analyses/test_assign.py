"""The equilibrium against published solutions and against what must always hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from portal.errors import BadInput
from twin.analyses.traffic import Assignment, RoadNetwork, Trips, assign
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls


def network(links: list[tuple[int, int, float, float]], nodes: int) -> RoadNetwork:
    """Links as (tail, head, free time, extra time per vehicle): linear delays."""
    tail, head, free, slope = np.array(links, float).T
    return RoadNetwork(
        tail=tail.astype(np.int64),
        head=head.astype(np.int64),
        time_free=free,
        capacity=np.ones(len(tail)),
        b=slope / free,
        power=np.ones(len(tail)),
        centroid=np.zeros(nodes, dtype=bool),
    )


def trips(*pairs: tuple[int, int, float]) -> Trips:
    origin, destination, count = np.array(pairs, float).T
    return Trips(origin.astype(np.int64), destination.astype(np.int64), count)


TINY = 1e-8
# Braess (1968) as in bstabler/TransportationNetworks: 1-3 and 4-2 take 10 v, 1-4 and 3-2 take
# 50 + v, the new road 3-4 takes 10 + v; six trips from 1 to 2. Nodes are numbered from 0 here.
OUTER = [
    (0, 2, TINY, 10.0),
    (3, 1, TINY, 10.0),
    (0, 3, 50.0, 1.0),
    (2, 1, 50.0, 1.0),
]
NEW_ROAD = (2, 3, 10.0, 1.0)


def test_sioux_falls_reaches_the_best_known_objective_to_8_digits() -> None:
    roads, demand = sioux_falls()
    found = assign(roads, demand, gap=1e-12, max_iterations=2000)
    assert found.objective == pytest.approx(BEST_OBJECTIVE, rel=5e-9)
    assert found.relative_gap <= 1e-10


def test_sioux_falls_takes_its_published_total_time() -> None:
    roads, demand = sioux_falls()
    found = assign(roads, demand, gap=1e-11, max_iterations=2000)
    assert found.total_time == pytest.approx(7_480_225.3449, rel=1e-7)


def test_braess_with_the_new_road_takes_92_on_every_way() -> None:
    found = assign(network([*OUTER, NEW_ROAD], 4), trips((0, 1, 6)), gap=1e-10)
    np.testing.assert_allclose(found.volume, [4, 4, 2, 2, 2], atol=1e-4)
    np.testing.assert_allclose(found.time[[0, 3]].sum(), 92, atol=1e-2)
    assert found.total_time == pytest.approx(552, abs=1e-2)


def test_braess_without_the_new_road_takes_only_83() -> None:
    found = assign(network(OUTER, 4), trips((0, 1, 6)), gap=1e-10)
    np.testing.assert_allclose(found.volume, [3, 3, 3, 3], atol=1e-4)
    assert found.total_time == pytest.approx(498, abs=1e-2)


def test_braess_objective_is_386_by_hand() -> None:
    found = assign(network([*OUTER, NEW_ROAD], 4), trips((0, 1, 6)), gap=1e-12)
    assert found.objective == pytest.approx(386, abs=1e-4)


def test_two_equal_ways_share_the_traffic_evenly() -> None:
    roads = network([(0, 1, 5, 1), (1, 3, 5, 1), (0, 2, 5, 1), (2, 3, 5, 1)], 4)
    found = assign(roads, trips((0, 3, 10)), gap=1e-10)
    np.testing.assert_allclose(found.volume, 5, atol=1e-3)


def test_a_fixed_volume_pushes_traffic_to_the_other_way() -> None:
    roads = network([(0, 1, 5, 1), (1, 3, 5, 1), (0, 2, 5, 1), (2, 3, 5, 1)], 4)
    buses = np.array([4.0, 4.0, 0.0, 0.0])
    found = assign(roads, trips((0, 3, 10)), gap=1e-10, preload=buses)
    np.testing.assert_allclose(found.volume, [3, 3, 7, 7], atol=1e-3)


def test_trips_without_a_way_are_counted_and_the_rest_are_driven() -> None:
    roads = network([(0, 1, 5, 1), (2, 3, 5, 1)], 4)
    found = assign(roads, trips((0, 1, 10), (0, 3, 4)))
    assert (found.unrouted, found.volume[0]) == (pytest.approx(4), pytest.approx(10))


def test_no_way_for_any_trip_is_told_in_words() -> None:
    with pytest.raises(BadInput, match="finds a way"):
        assign(network([(0, 1, 5, 1), (2, 3, 5, 1)], 4), trips((0, 3, 4)))


def test_a_network_without_streets_is_told_in_words() -> None:
    none: NDArray[np.float64] = np.empty(0)
    nowhere = none.astype(np.int64)
    roads = RoadNetwork(nowhere, nowhere, none, none, none, none, np.zeros(2, dtype=bool))
    with pytest.raises(BadInput, match="finds a way"):
        assign(roads, trips((0, 1, 4)))


@st.composite
def towns(draw: st.DrawFn) -> tuple[RoadNetwork, Trips]:
    """A ring of two-way streets, some chords, and some trips."""
    size = draw(st.integers(4, 9))
    ring = [(k, (k + 1) % size) for k in range(size)]
    node = st.integers(0, size - 1)
    chords = draw(st.lists(st.tuples(node, node).filter(lambda p: p[0] != p[1]), max_size=6))
    pairs = sorted({*ring, *((b, a) for a, b in ring), *chords})
    tail, head = np.array(pairs).T
    length = st.floats(0.5, 10.0)
    time = np.array(draw(st.lists(length, min_size=len(pairs), max_size=len(pairs))))
    capacity = np.array(
        draw(st.lists(st.floats(50, 900), min_size=len(pairs), max_size=len(pairs)))
    )
    roads = RoadNetwork(
        tail,
        head,
        time,
        capacity,
        np.full(len(pairs), 0.15),
        np.full(len(pairs), 4.0),
        np.zeros(size, dtype=bool),
    )
    wanted = draw(
        st.lists(
            st.tuples(node, node, st.floats(1, 400)).filter(lambda t: t[0] != t[1]),
            min_size=1,
            max_size=8,
        )
    )
    return roads, trips(*wanted)


@settings(max_examples=60, deadline=None)
@given(towns())
def test_as_many_cars_leave_every_junction_as_come(town: tuple[RoadNetwork, Trips]) -> None:
    roads, demand = town
    found = assign(roads, demand, gap=1e-6)
    size = len(roads.centroid)
    out = np.bincount(roads.tail, found.volume, minlength=size)
    into = np.bincount(roads.head, found.volume, minlength=size)
    start = np.bincount(demand.origin, demand.trips, minlength=size)
    end = np.bincount(demand.destination, demand.trips, minlength=size)
    np.testing.assert_allclose(out - into, start - end, atol=1e-6 * demand.trips.sum())


@settings(max_examples=40, deadline=None)
@given(towns(), st.floats(1.01, 1.8))
def test_twice_the_trips_take_at_least_twice_the_time(
    town: tuple[RoadNetwork, Trips], more: float
) -> None:
    roads, demand = town
    grown = Trips(demand.origin, demand.destination, demand.trips * more)
    few, many = assign(roads, demand, gap=1e-8), assign(roads, grown, gap=1e-8)
    # Delays that only grow with volume make the trips' mean time grow with demand (Smith 1979), so
    # k times the trips take at least k times the time. An unsettled calculation may be off by its
    # gap, which the same argument magnifies by k / (k - 1).
    slack = 2 * more * (_gap(few) + (_gap(few) + _gap(many)) / (more - 1)) + 1e-6
    assert many.total_time >= more * few.total_time - slack


@settings(max_examples=40, deadline=None)
@given(towns())
def test_turning_every_street_and_trip_around_turns_the_traffic_around(
    town: tuple[RoadNetwork, Trips],
) -> None:
    roads, demand = town
    turned = RoadNetwork(
        roads.head,
        roads.tail,
        roads.time_free,
        roads.capacity,
        roads.b,
        roads.power,
        roads.centroid,
    )
    back = Trips(demand.destination, demand.origin, demand.trips)
    there, again = assign(roads, demand, gap=1e-8), assign(turned, back, gap=1e-8)
    # Convexity: the objective is never further from the best than the gap in vehicle time.
    slack = 2 * (_gap(there) + _gap(again)) + 1e-6
    assert again.objective == pytest.approx(there.objective, abs=slack)


def _gap(found: Assignment) -> float:
    """Vehicle time by which an assignment misses the quickest ways."""
    return found.relative_gap * found.total_time


def test_a_street_without_capacity_is_told_in_words() -> None:
    roads = network([(0, 1, 5, 1)], 2)
    broken = replace(roads, capacity=np.zeros(1))
    with pytest.raises(BadInput, match="does not hold together"):
        assign(broken, trips((0, 1, 4)))
