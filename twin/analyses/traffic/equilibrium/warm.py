"""An equilibrium found from an earlier one: our own re-assignment beside pytraf."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.traffic.equilibrium.assign import RoadNetwork
from twin.analyses.traffic.equilibrium.kernel import run
from twin.analyses.traffic.equilibrium.routes import Routes, no_routes, smallest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOPELESS = 1e-12
"""Flow (veh/h) below which a path is forgotten."""


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
    passenger cars per hour without a way, per commodity.
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
    of a commodity's volume takes the quickest way first. Deterministic: equal inputs, equal
    bytes.
    """
    start = routes or no_routes()
    shut = np.zeros((1, len(network.tail)), dtype=bool) if closed is None else closed
    wanted = commodities.volume.astype(float)
    carried = np.bincount(start.commodity, start.flow, minlength=len(wanted))
    missing = np.maximum(wanted - carried, 0.0)
    room = len(start) + len(wanted) // 4 + 64
    first, after = _chains(start, len(wanted), room)
    begin, end = _padded(start.start[:-1], room), _padded(start.start[1:], room)
    links = _padded(start.links.astype(np.int32), len(start.links) + len(start.links) // 4 + 4096)
    counts = np.array([len(start), len(start.links)], dtype=np.int64)
    after, begin, end, flow, links, rounds, found = run(
        _groups(commodities),
        (commodities.destination.astype(np.int64), wanted, missing),
        _graph(network),
        _roads(network),
        np.ascontiguousarray(shut),
        np.ascontiguousarray(network.centroid),
        first, after, begin, end, _padded(start.flow, room), links, counts, gap, max_rounds,
    )  # fmt: skip
    used = _collected(first, after, begin, end, flow, links)
    volume = _volume(used, len(network.tail))
    return Settled(
        volume=volume,
        time=_time(network, volume),
        routes=used,
        unrouted=np.where(missing > 1e-9 * wanted, missing, 0.0),
        relative_gap=float(found),
        rounds=int(rounds),
        converged=bool(found <= gap),
    )


def _groups(commodities: Commodities) -> tuple[Ints, Ints, Ints, Ints]:
    """One search tree per (ban, origin): root, first and last commodity, ban."""
    if not len(commodities.origin):
        return tuple(np.empty(0, dtype=np.int64) for _ in range(4))  # type: ignore[return-value]
    key = np.stack([commodities.ban, commodities.origin])
    new = np.append(True, (np.diff(key) != 0).any(axis=0))
    low = np.flatnonzero(new).astype(np.int64)
    high = np.append(low[1:], len(new)).astype(np.int64)
    return key[1, low].astype(np.int64), low, high, key[0, low].astype(np.int64)


def _graph(network: RoadNetwork) -> tuple[Ints, Ints, Ints, Ints]:
    """Links in the order of the node they leave."""
    order = np.argsort(network.tail, kind="stable").astype(np.int64)
    leaving = np.bincount(network.tail, minlength=len(network.centroid))
    first = np.append(0, np.cumsum(leaving)).astype(np.int64)
    return first, order, network.head.astype(np.int64), network.tail.astype(np.int64)


def _roads(network: RoadNetwork) -> tuple[Floats, Floats, Floats, Floats]:
    parts = (network.time_free, network.capacity, network.b, network.power)
    free, capacity, b, power = (np.ascontiguousarray(part, dtype=np.float64) for part in parts)
    return free, capacity, b, power


def _chains(routes: Routes, commodities: int, room: int) -> tuple[Ints, Ints]:
    """Paths of each commodity as a linked list: its first path, and the next one of each path."""
    after = np.full(room, -1, dtype=np.int64)
    first = np.full(commodities, -1, dtype=np.int64)
    c = routes.commodity.astype(np.int64)
    if len(c):
        opens = np.append(True, c[1:] != c[:-1])
        first[c[opens]] = np.flatnonzero(opens)
        same = np.flatnonzero(~opens)
        after[same - 1] = same
    return first, after


def _padded(values: NDArray[np.generic], room: int) -> NDArray[np.generic]:
    wide = np.zeros(room, dtype=values.dtype)
    wide[: len(values)] = values
    return wide


def _collected(
    first: Ints, after: Ints, begin: Ints, end: Ints, flow: Floats, links: NDArray[np.int32]
) -> Routes:
    """The paths that carry flow, by commodity."""
    owner = np.full(len(after), -1, dtype=np.int64)
    path = first.copy()
    commodity = np.arange(len(first))
    while len(path):
        there = path >= 0
        path, commodity = path[there], commodity[there]
        owner[path] = commodity
        path = after[path]
    used = np.flatnonzero((owner >= 0) & (flow[: len(owner)] > HOPELESS))
    used = used[np.argsort(owner[used], kind="stable")]
    length = end[used] - begin[used]
    start = np.append(0, np.cumsum(length))
    inside = np.arange(start[-1]) - np.repeat(start[:-1], length)
    return Routes(
        owner[used].astype(np.int32),
        flow[used],
        start.astype(np.int64),
        smallest(links[np.repeat(begin[used], length) + inside]),
    )


def _time(network: RoadNetwork, volume: Floats) -> Floats:
    load = np.maximum(volume, 0.0) / network.capacity
    return np.asarray(network.time_free * (1.0 + network.b * load**network.power))


def _volume(routes: Routes, links: int) -> Floats:
    """Passenger cars per hour on every link, always summed in the order of the routes."""
    weight = np.repeat(routes.flow, np.diff(routes.start))
    return np.bincount(routes.links, weight, minlength=links).astype(float)
