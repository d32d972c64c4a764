"""Our own re-assignment: the same equilibrium as from nothing, however it is reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from twin.analyses.traffic import RoadNetwork, Trips, assign
from twin.analyses.traffic.equilibrium import Commodities, Routes, Settled, settle
from twin.analyses.traffic.equilibrium.routes import no_routes
from twin.analyses.traffic.equilibrium.work import Roads, work_of
from twin.bench.sioux_falls import BEST_OBJECTIVE, sioux_falls

Floats = NDArray[np.float64]
ROADS, DEMAND = sioux_falls()


def commodities(demand: Trips, ban: int = 0) -> Commodities:
    return Commodities(
        demand.origin, demand.destination, demand.trips, np.full(len(demand.trips), ban)
    )


def objective(roads: RoadNetwork, volume: Floats) -> float:
    load = (volume / roads.capacity) ** roads.power
    return float((roads.time_free * volume * (1 + roads.b * load / (roads.power + 1))).sum())


def without(roads: RoadNetwork, link: int) -> tuple[RoadNetwork, NDArray[np.int64]]:
    """The network without one link, and the new number of every link."""
    keep = np.arange(len(roads.tail)) != link
    parts = ("tail", "head", "time_free", "capacity", "b", "power")
    cut = replace(roads, **{name: getattr(roads, name)[keep] for name in parts})
    return cut, np.where(keep, np.cumsum(keep) - 1, -1).astype(np.int64)


BASE = settle(ROADS, commodities(DEMAND), gap=1e-8)


def test_from_nothing_it_reaches_the_best_known_objective_of_sioux_falls() -> None:
    assert objective(ROADS, BASE.volume) == pytest.approx(BEST_OBJECTIVE, rel=5e-9)
    assert BASE.converged


def test_it_finds_the_same_flows_as_pytraf() -> None:
    other = assign(ROADS, DEMAND, gap=1e-10, max_iterations=2000)
    np.testing.assert_allclose(BASE.volume, other.volume, rtol=1e-3)


def test_its_gap_is_that_of_the_definition() -> None:
    # Time spent against the time of the quickest ways at the same flows, by another search.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    rough = settle(ROADS, commodities(DEMAND), gap=1e-3)
    graph = csr_array((rough.time, (ROADS.tail, ROADS.head)), shape=(24, 24))
    least = dijkstra(graph)[DEMAND.origin, DEMAND.destination] @ DEMAND.trips
    spent = rough.volume @ rough.time
    assert rough.relative_gap == pytest.approx((spent - least) / spent, rel=1e-6)


@pytest.mark.parametrize("link", [0, 9, 27, 42, 60])
def test_after_a_closure_warm_equals_cold(link: int) -> None:
    cut, number = without(ROADS, link)
    warm = settle(cut, commodities(DEMAND), BASE.routes.on(number), gap=1e-8)
    cold = assign(cut, DEMAND, gap=1e-10, max_iterations=3000)
    busy = cold.volume > 500
    np.testing.assert_allclose(warm.volume[busy], cold.volume[busy], rtol=1e-3)
    assert objective(cut, warm.volume) == pytest.approx(objective(cut, cold.volume), rel=1e-7)


def test_at_the_gap_of_a_plan_the_objective_is_within_one_in_ten_thousand() -> None:
    cut, number = without(ROADS, 27)
    warm = settle(cut, commodities(DEMAND), BASE.routes.on(number), gap=1e-4)
    best = settle(cut, commodities(DEMAND), gap=1e-9)
    assert objective(cut, warm.volume) == pytest.approx(objective(cut, best.volume), rel=1e-4)


def test_a_plan_that_changes_nothing_changes_no_byte() -> None:
    again = settle(ROADS, commodities(DEMAND), BASE.routes, gap=1e-7)
    assert again.rounds == 1
    assert again.volume.tobytes() == BASE.volume.tobytes()


def test_equal_inputs_give_equal_bytes() -> None:
    cut, number = without(ROADS, 42)
    one, two = (
        settle(cut, commodities(DEMAND), BASE.routes.on(number), gap=1e-5) for _ in range(2)
    )
    assert one.volume.tobytes() == two.volume.tobytes()


def test_vehicles_kept_out_of_a_link_drive_round_and_the_others_stay() -> None:
    # Two ways of 10 and 12 minutes; heavy vehicles may not use the quick one.
    roads = RoadNetwork(
        tail=np.array([0, 1, 0, 2]),
        head=np.array([1, 3, 2, 3]),
        time_free=np.array([5.0, 5.0, 6.0, 6.0]),
        capacity=np.full(4, 1e6),
        b=np.full(4, 1.0),
        power=np.full(4, 4.0),
        centroid=np.zeros(4, dtype=bool),
    )
    both = Commodities(np.zeros(2, int), np.full(2, 3), np.array([90.0, 10.0]), np.array([0, 1]))
    closed = np.zeros((2, 4), dtype=bool)
    closed[1, 0] = True
    found = settle(roads, both, closed=closed, gap=1e-9)
    np.testing.assert_allclose(found.volume, [90, 90, 10, 10], rtol=1e-9)


def test_trips_without_a_way_are_counted_and_the_rest_are_driven() -> None:
    roads, _ = without(ROADS, 0)
    alone = replace(roads, head=np.where(roads.head == 23, 22, roads.head))
    found = settle(alone, commodities(DEMAND), gap=1e-6)
    assert found.unrouted.sum() == pytest.approx(DEMAND.trips[DEMAND.destination == 23].sum())
    assert np.isfinite(found.volume).all()


def test_no_trips_are_no_traffic() -> None:
    none = np.empty(0, dtype=np.int64)
    found = settle(ROADS, Commodities(none, none, np.empty(0), none))
    assert (found.volume.sum(), found.relative_gap, found.converged) == (0, 0, True)


def test_no_way_goes_through_a_centroid_or_turns_back_at_once() -> None:
    roads = replace(ROADS, centroid=np.arange(24) < 3)
    found = settle(roads, commodities(DEMAND), gap=1e-4)
    for way in ways(found.routes):
        inner = roads.head[way[:-1]]
        assert not roads.centroid[inner].any()
        assert (roads.head[way[1:]] != roads.tail[way[:-1]]).all()
        assert (inner == roads.tail[way[1:]]).all()


def ways(routes: Routes) -> list[NDArray[np.int64]]:
    parts = np.split(routes.links.astype(np.int64), routes.start[1:-1])
    return [part for part in parts if len(part)]


def outward(roads: RoadNetwork, found: Settled) -> Floats:
    out = np.bincount(roads.tail, found.volume, minlength=24)
    return np.asarray(out - np.bincount(roads.head, found.volume, minlength=24))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 75), st.floats(0.2, 1.6), st.floats(0.3, 3.0))
def test_flow_is_conserved_whatever_changes(link: int, demand: float, capacity: float) -> None:
    cut, number = without(replace(ROADS, capacity=ROADS.capacity * capacity), link)
    asked = replace(DEMAND, trips=DEMAND.trips * demand)
    kept = BASE.routes.on(number)
    routes = replace(kept, flow=kept.flow * min(demand, 1.0))
    found = settle(cut, commodities(asked), routes, gap=1e-4)
    start = np.bincount(asked.origin, asked.trips, minlength=24)
    end = np.bincount(asked.destination, asked.trips, minlength=24)
    np.testing.assert_allclose(outward(cut, found), start - end, atol=1e-6 * asked.trips.sum())
    assert found.relative_gap <= 1e-4


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(24)))
def test_a_renumbered_network_has_the_same_traffic(order: list[int]) -> None:
    number = np.array(order)
    roads = replace(ROADS, tail=number[ROADS.tail], head=number[ROADS.head])
    sort = np.argsort(number[DEMAND.origin], kind="stable")
    asked = Trips(number[DEMAND.origin][sort], number[DEMAND.destination][sort], DEMAND.trips[sort])
    found = settle(roads, commodities(asked), gap=1e-7)
    np.testing.assert_allclose(found.volume, BASE.volume, rtol=2e-3, atol=5)


def test_more_trips_never_take_less_time_in_total() -> None:
    taken = []
    for factor in (0.4, 0.7, 1.0, 1.3):
        asked = replace(DEMAND, trips=DEMAND.trips * factor)
        found = settle(ROADS, commodities(asked), gap=1e-6)
        taken.append(float(found.volume @ found.time))
    assert taken == sorted(taken)


def test_routes_are_stored_in_the_fewest_bytes_and_come_back() -> None:
    links = BASE.routes.links
    assert links.dtype == np.uint16
    doubled = BASE.routes.split(np.full(len(DEMAND.trips), 0.25), len(DEMAND.trips))
    assert len(doubled) == 2 * len(BASE.routes)
    assert doubled.flow.sum() == pytest.approx(BASE.routes.flow.sum())


def test_only_what_has_no_room_left_is_widened() -> None:
    # Ways and their links doubled together once, and a large network took 19 GB instead of 0.9.
    roads = Roads(*[np.zeros(2)] * 9, centroid=np.zeros(3, dtype=np.bool_))  # type: ignore[arg-type]
    work = work_of(no_routes(), np.ones(4), np.zeros(4, dtype=np.int64), roads)
    work.counts[1] = len(work.links)
    links_full = work.wider()
    assert len(links_full.links) > len(work.links)
    assert len(links_full.flow) == len(work.flow)
    work.counts[:] = len(work.flow), 0
    paths_full = work.wider()
    assert len(paths_full.links) == len(work.links)
    assert len(paths_full.flow) > len(work.flow)


def test_the_paths_over_a_link_are_told_wherever_on_them_it_lies() -> None:
    routes = Routes(
        np.arange(4, dtype=np.int32),
        np.ones(4),
        np.array([0, 2, 3, 3, 5]),
        np.array([7, 1, 2, 1, 7]),
    )
    marked = np.zeros(8, dtype=bool)
    assert routes.over(marked).tolist() == [False, False, False, False]
    marked[7] = True
    assert routes.over(marked).tolist() == [True, False, False, True]
