"""One world's traffic on one network: from nothing, or from the traffic before a plan."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

MOVED = 0.02
"""A commodity follows the lead where its mean link number (0 to 1 each) changed by this much."""


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
    lead: Lead | None = None,
) -> Loaded:
    """The same demand on changed streets, starting from the paths of `before` on `base`.

    Paths over closed streets are dropped and their trips take the quickest way left; where `lead`
    tells how another world's trips moved, they start from that. Raises BadInput when no trip finds
    a way.
    """
    commodities, share, split = _commodities(
        streets, demand, split=before.split or _banned(streets)
    )
    if not len(streets.network) or not (commodities.volume > 0).any():
        raise BadInput(NO_ROUTE)
    routes = _left_over(streets, commodities, demand, before, base, split)
    if lead is not None:
        routes = lead.followed(routes, commodities.volume)
    settled = settle(roads, commodities, routes, closed=streets.closed, gap=gap, max_rounds=rounds)
    if settled.volume.sum() <= 0:
        raise BadInput(NO_ROUTE)
    return _loaded(streets, demand, settled, share, split)


@dataclass(frozen=True)
class Lead:
    """How the trips of one world moved with a plan, for the other worlds to start from.

    routes: its paths after the plan. volume: its passenger cars per commodity. moved: commodities
    whose use of links changed, shape (commodities,).
    """

    routes: Routes
    volume: Floats
    moved: NDArray[np.bool_]

    def followed(self, routes: Routes, volume: Floats) -> Routes:
        """`routes` of another world, with those who moved on the lead's paths in its shares."""
        ours = routes.kept(~self.moved[routes.commodity])
        theirs = self.routes.kept(self.moved[self.routes.commodity])
        scale = volume / np.maximum(self.volume, 1e-300)
        flow = theirs.flow * scale[theirs.commodity]
        return Routes.join([ours, replace(theirs, flow=flow)]).sorted()


def lead_of(streets: Streets, demand: Demand, before: Loaded, after: Loaded, base: Streets) -> Lead:
    """What the central world tells the others about a plan.

    A commodity has moved where the mean of made-up link numbers over its paths has: two sets of
    paths hardly ever have the same mean.
    """
    commodities, _, split = _commodities(streets, demand, split=after.split)
    links = len(streets.network) + 2 * len(streets.ties.place)
    number = np.random.default_rng(0).random(links)
    then = _left_over(streets, commodities, demand, before, base, split)
    change = _mean_number(after.routes, number, commodities) - _mean_number(
        then, number, commodities
    )
    return Lead(after.routes, commodities.volume, np.abs(change) > MOVED)


def _mean_number(routes: Routes, number: Floats, commodities: Commodities) -> Floats:
    """Sum of the links' numbers along a commodity's paths, mean by flow."""
    along = np.add.reduceat(np.append(number[routes.links], 0.0), routes.start[:-1])
    total = np.bincount(routes.commodity, along * routes.flow, minlength=len(commodities.volume))
    return np.asarray(total / np.maximum(commodities.volume, 1e-300))


def _left_over(
    streets: Streets,
    commodities: Commodities,
    demand: Demand,
    before: Loaded,
    base: Streets,
    split: bool,
) -> Routes:
    """The paths of `before` that can still be driven on `streets`."""
    routes = before.routes.on(streets.numbers_from(base))
    if split and not before.split:
        routes = routes.split(_heavy_share(demand), len(demand.trips))
    kept = commodities.volume[routes.commodity] > 0
    for ban, closed in enumerate(streets.closed):
        kept &= ~(routes.over(closed) & (commodities.ban[routes.commodity] == ban))
    return routes.kept(kept)


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
