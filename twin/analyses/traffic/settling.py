"""One world's traffic on one network: from nothing, or from the traffic before a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from twin.analyses.traffic.demand import Demand
from twin.analyses.traffic.equilibrium import (
    NO_ROUTE,
    Commodities,
    RoadNetwork,
    Routes,
    Settled,
    Trips,
    assign,
    settle,
)
from twin.analyses.traffic.loading import Streets
from twin.analyses.traffic.parameters import HEAVY_PCE

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Loaded:
    """Traffic of one world; arrays per street link, shape (links,).

    volume, heavy: vehicles per hour, all and heavy ones. cars: passenger cars per hour, which the
    delays see. minutes: time at that volume. routes: paths, numbered as `Streets` says; with
    `split`, heavy vehicles are commodities of their own after the light ones. unrouted, routed:
    vehicles. trip_minutes: mean over routed vehicles.
    """

    volume: Floats
    heavy: Floats
    cars: Floats
    minutes: Floats
    routes: Routes
    split: bool
    unrouted: float
    unrouted_heavy: float
    routed: float
    trip_minutes: float
    relative_gap: float
    rounds: int
    converged: bool


def from_nothing(
    streets: Streets, roads: RoadNetwork, demand: Demand, gap: float, rounds: int
) -> Loaded:
    """Traffic of `demand` on the base; raises BadInput when no trip finds a way.

    pytraf finds the equilibrium. Where all vehicles may use all streets, light and heavy ones
    share their paths in proportion; else heavy ones are a class of their own.
    """
    commodities, share, split = _commodities(streets, demand, split=_banned(streets))
    pairs, count = commodities.volume > 0, len(demand.trips)
    halves = (slice(0, count), slice(count, None)) if split else (slice(None),)
    rows = [np.flatnonzero(pairs[half]) + (half.start or 0) for half in halves]
    if not len(streets.network) or not pairs.any():
        raise BadInput(NO_ROUTE)
    open_to = ~streets.closed
    found = assign(
        roads,
        [
            Trips(
                commodities.origin[row],
                commodities.destination[row],
                commodities.volume[row],
                name=str(k),
                allowed=open_to[1] if k else None,
            )
            for k, row in enumerate(rows)
        ],
        gap=gap,
        max_iterations=rounds,
        with_routes=True,
    )
    routes = Routes.join(
        [part.renumbered(row) for part, row in zip(found.routes, rows, strict=True)]
    )
    settled = settle(roads, commodities, routes, closed=streets.closed, gap=gap, max_rounds=rounds)
    return _loaded(streets, demand, settled, share, split)


def after_a_plan(
    streets: Streets,
    roads: RoadNetwork,
    demand: Demand,
    before: Loaded,
    base: Streets,
    gap: float,
    rounds: int,
) -> Loaded:
    """The same demand on changed streets, starting from the paths of `before` on `base`.

    Paths over closed streets are dropped and their trips take the quickest way left. Raises
    BadInput when no trip finds a way.
    """
    commodities, share, split = _commodities(
        streets, demand, split=before.split or _banned(streets)
    )
    if not len(streets.network) or not (commodities.volume > 0).any():
        raise BadInput(NO_ROUTE)
    routes = before.routes.on(streets.numbers_from(base))
    if split and not before.split:
        routes = routes.split(_heavy_share(demand), len(demand.trips))
    closed = streets.closed
    shut = closed[commodities.ban[routes.commodity].repeat(np.diff(routes.start)), routes.links]
    hits = np.append(0, np.cumsum(shut))
    blocked = np.diff(hits[routes.start]) > 0
    routes = routes.kept(~blocked & (commodities.volume[routes.commodity] > 0))
    settled = settle(roads, commodities, routes, closed=closed, gap=gap, max_rounds=rounds)
    if settled.volume.sum() <= 0:
        raise BadInput(NO_ROUTE)
    return _loaded(streets, demand, settled, share, split)


def _banned(streets: Streets) -> bool:
    return not bool(streets.offer.heavy_allowed.all())


def _heavy_share(demand: Demand) -> Floats:
    """Share of a pair's passenger cars that heavy vehicles make up, shape (pairs,)."""
    return HEAVY_PCE * demand.heavy / np.maximum(demand.passenger_cars, 1e-300)


def _commodities(
    streets: Streets, demand: Demand, *, split: bool
) -> tuple[Commodities, Floats, bool]:
    """What chooses its way alike; the share of heavy ones in each, in passenger cars."""
    size, tied = len(streets.network.nodes), streets.ties.attached
    ready = tied[demand.origin] & tied[demand.destination]
    origin, destination = size + demand.origin, size + demand.destination
    cars, heavy = demand.passenger_cars * ready, HEAVY_PCE * demand.heavy * ready
    ban = np.zeros(len(ready), dtype=np.int64)
    if not split:
        return Commodities(origin, destination, cars, ban), _heavy_share(demand), False
    both = Commodities(
        np.tile(origin, 2),
        np.tile(destination, 2),
        np.concatenate([cars - heavy, heavy]),
        np.concatenate([ban, ban + 1]),
    )
    return both, np.repeat([0.0, 1.0], len(ready)), True


def _loaded(
    streets: Streets, demand: Demand, settled: Settled, share: Floats, split: bool
) -> Loaded:
    links, routes = len(streets.network), settled.routes
    length = np.diff(routes.start)
    heavy_flow = np.repeat(routes.flow * share[routes.commodity], length)
    heavy = np.bincount(routes.links, heavy_flow, minlength=len(settled.volume)) / HEAVY_PCE
    heavy = np.minimum(heavy, settled.volume / HEAVY_PCE)
    volume = settled.volume - (HEAVY_PCE - 1.0) * heavy
    heavy_routed = routes.flow @ share[routes.commodity] / HEAVY_PCE
    light_routed = routes.flow @ (1.0 - share[routes.commodity])
    routed = float(heavy_routed + light_routed)
    return Loaded(
        volume=volume[:links],
        heavy=heavy[:links],
        cars=settled.volume[:links],
        minutes=settled.time[:links],
        routes=routes,
        split=split,
        unrouted=_left(demand.total, routed),
        unrouted_heavy=_left(float(demand.heavy.sum()), float(heavy_routed)),
        routed=routed,
        trip_minutes=float(volume @ settled.time) / routed if routed > 0 else float("nan"),
        relative_gap=settled.relative_gap,
        rounds=settled.rounds,
        converged=settled.converged,
    )


def _left(wanted: float, done: float) -> float:
    """What is missing, 0 within rounding."""
    return wanted - done if wanted - done > 1e-6 * max(wanted, 1.0) else 0.0
