"""An equilibrium found from an earlier one: our own re-assignment beside pytraf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.traffic.equilibrium.assign import RoadNetwork
from twin.analyses.traffic.equilibrium.kernel import load, polish, sweep
from twin.analyses.traffic.equilibrium.routes import Routes, no_routes
from twin.analyses.traffic.equilibrium.work import Roads, Trees, Work, work_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SPREADING = 3
"""Searches in which flow moves at once, where trips lost their way and crowd onto new ones."""
FEW = 0.005
"""Where fewer than this share of the trips had lost their way, one such search is enough."""
MOST_POLISHING = 12
"""Rounds of moving flow among known paths between two searches."""
POLISHED = 0.25
"""Polishing stops when the excess among the known paths is this share of what is allowed."""
ROUNDING = 1e-9


@dataclass(frozen=True)
class Commodities:
    """Trips that choose their way alike, arrays of shape (commodities,), sorted by (ban, origin).

    origin, destination: nodes. volume: passenger cars per hour. ban: row of `closed` links that
    holds for them.
    """

    origin: Ints
    destination: Ints
    volume: Floats
    ban: Ints


@dataclass(frozen=True)
class Settled:
    """An equilibrium with its paths.

    volume: passenger cars per hour per link; time: per link, unit of the network. unrouted:
    passenger cars per hour without a way, per commodity. rounds: searches over all origins.
    """

    volume: Floats
    time: Floats
    routes: Routes
    unrouted: Floats
    relative_gap: float
    rounds: int
    converged: bool


def settle(
    network: RoadNetwork,
    commodities: Commodities,
    routes: Routes | None = None,
    *,
    closed: Bools | None = None,
    gap: float = 1e-4,
    max_rounds: int = 200,
) -> Settled:
    """The user equilibrium near `routes`, to the relative gap `gap`, on one thread.

    closed: links closed per kind of vehicle, shape (kinds, links); default: one kind, all open.
    Paths on links closed to their commodity must not be among `routes`. What paths do not carry
    of a commodity's volume takes the quickest way first. Flows that are settled already stay as
    they are. Deterministic: equal inputs, equal bytes.
    """
    roads, trees = _roads(network, closed), _trees(commodities)
    work = work_of(routes or no_routes(), commodities.volume, commodities.destination, roads)
    load(work, roads)
    spreading = SPREADING if (work.missing > ROUNDING * work.wanted).any() else 0
    lost = float(work.missing.sum())
    found, rounds = np.inf, 0
    while rounds < max_rounds:
        moving = rounds < spreading
        work = _swept(work, trees, roads, moving)
        excess, total = work.sums
        found, rounds = float(excess / total) if total > 0 else 0.0, rounds + 1
        if found <= gap and not moving:
            break
        polish(work, roads, MOST_POLISHING, POLISHED * gap * total)
        if found <= gap or lost - work.missing.sum() <= FEW * work.wanted.sum():
            spreading = rounds
    used = work.routes()
    volume = _volume(used, len(network.tail))
    return Settled(
        volume=volume,
        time=_time(network, volume),
        routes=used,
        unrouted=np.where(work.missing > ROUNDING * work.wanted, work.missing, 0.0),
        relative_gap=found,
        rounds=rounds,
        converged=bool(found <= gap),
    )


def _swept(work: Work, trees: Trees, roads: Roads, moving: bool) -> Work:
    """The work after a search from every origin, with more room where it was needed."""
    work.cursor[:], work.sums[:] = 0, 0.0
    while not sweep(work, trees, roads, moving):
        work = work.wider()
    return work


def _trees(commodities: Commodities) -> Trees:
    """One search tree per (ban, origin)."""
    key = np.stack([commodities.ban, commodities.origin]).astype(np.int64)
    new = np.append(True, (np.diff(key) != 0).any(axis=0))[: key.shape[1]]
    low = np.flatnonzero(new).astype(np.int64)
    high = np.append(low, len(new))[1:].astype(np.int64)
    return Trees(key[1, low], low, high, key[0, low])


def _roads(network: RoadNetwork, closed: Bools | None) -> Roads:
    order = np.argsort(network.tail, kind="stable").astype(np.int64)
    leaving = np.bincount(network.tail, minlength=len(network.centroid))
    shut = np.zeros((1, len(network.tail)), dtype=bool) if closed is None else closed
    parts = (network.time_free, network.capacity, network.b, network.power)
    free, capacity, b, power = (np.ascontiguousarray(part, dtype=np.float64) for part in parts)
    return Roads(
        free, capacity, b, power,
        np.append(0, np.cumsum(leaving)).astype(np.int64),
        order,
        np.ascontiguousarray(network.head, dtype=np.int64),
        np.ascontiguousarray(network.tail, dtype=np.int64),
        np.ascontiguousarray(shut),
        np.ascontiguousarray(network.centroid),
    )  # fmt: skip


def _time(network: RoadNetwork, volume: Floats) -> Floats:
    load = np.maximum(volume, 0.0) / network.capacity
    return np.asarray(network.time_free * (1.0 + network.b * load**network.power))


def _volume(routes: Routes, links: int) -> Floats:
    """Passenger cars per hour on every link, always summed in the order of the routes."""
    weight = np.repeat(routes.flow, np.diff(routes.start))
    return np.bincount(routes.links, weight, minlength=links).astype(float)
