"""What the compiled re-assignment works on: arrays with room to grow."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.analyses.traffic.equilibrium.routes import Routes, smallest

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Roads(NamedTuple):
    """Delay figures per link (see RoadNetwork) and the graph: links by the node they leave.

    first, link: links leaving node k are link[first[k]:first[k + 1]]. closed: shape (bans, links).
    centroid: nodes that ways may only start or end at.
    """

    free: Floats
    capacity: Floats
    b: Floats
    power: Floats
    first: Ints
    link: Ints
    head: Ints
    tail: Ints
    closed: NDArray[np.bool_]
    centroid: NDArray[np.bool_]


class Trees(NamedTuple):
    """One search tree per origin and ban: root, its commodities low to high - 1, row of closed."""

    root: Ints
    low: Ints
    high: Ints
    ban: Ints


class Work(NamedTuple):
    """Paths, flows and scratch.

    first, after: paths of a commodity as a linked list, -1 at its end. begin, end: places of a
    path in `links`. wanted, missing: volume of a commodity, and what no path carries yet. target:
    its destination. counts: paths, links in use. cursor: tree and commodity to go on from. sums:
    excess and total time met. mark: zeros. distance, entered, heap_key, heap_node: of a search.
    """

    first: Ints
    after: Ints
    begin: Ints
    end: Ints
    flow: Floats
    links: NDArray[np.uint32]
    wanted: Floats
    missing: Floats
    target: Ints
    counts: Ints
    cursor: Ints
    sums: Floats
    volume: Floats
    time: Floats
    slope: Floats
    mark: NDArray[np.uint8]
    distance: Floats
    entered: Ints
    heap_key: Floats
    heap_node: Ints

    def wider(self) -> Work:
        """The same with more room for what has none left: paths, or their links."""
        paths, links = self.counts
        wide = self
        if paths >= len(self.flow):
            room = 2 * len(self.flow) + 1024
            wide = wide._replace(
                after=_padded(self.after, room),
                begin=_padded(self.begin, room),
                end=_padded(self.end, room),
                flow=_padded(self.flow, room),
            )
        # No way is longer than there are nodes.
        if links + len(self.distance) > len(self.links):
            room = 2 * len(self.links) + len(self.distance) + 4096
            wide = wide._replace(links=_padded(self.links, room))
        return wide

    def routes(self) -> Routes:
        """The paths that carry flow, by commodity; of one commodity the newest first."""
        owner = np.full(len(self.after), -1, dtype=np.int64)
        rank = np.zeros(len(self.after), dtype=np.int64)
        path, commodity, step = self.first, np.arange(len(self.first)), 0
        while len(path):
            there = path >= 0
            path, commodity = path[there], commodity[there]
            owner[path], rank[path] = commodity, step
            path, step = self.after[path], step + 1
        used = np.flatnonzero((owner >= 0) & (self.flow > 0))
        used = used[np.lexsort((rank[used], owner[used]))]
        length = self.end[used] - self.begin[used]
        start = np.append(0, np.cumsum(length)).astype(np.int64)
        inside = np.arange(start[-1]) - np.repeat(start[:-1], length)
        links = self.links[np.repeat(self.begin[used], length) + inside]
        return Routes(owner[used].astype(np.int32), self.flow[used], start, smallest(links))


def work_of(routes: Routes, wanted: Floats, target: Ints, roads: Roads) -> Work:
    """Room for re-assigning `wanted` trips that so far use `routes`."""
    links, nodes = len(roads.free), len(roads.centroid)
    room = len(routes) + len(wanted) // 4 + 64
    carried = np.bincount(routes.commodity, routes.flow, minlength=len(wanted))
    first, after = _chains(routes.commodity.astype(np.int64), len(wanted), room)
    return Work(
        first=first,
        after=after,
        begin=_padded(routes.start[:-1], room),
        end=_padded(routes.start[1:], room),
        flow=_padded(routes.flow, room),
        links=_padded(
            routes.links.astype(np.uint32), len(routes.links) + len(routes.links) // 4 + 4096
        ),
        wanted=wanted,
        missing=np.maximum(wanted - carried, 0.0),
        target=target.astype(np.int64),
        counts=np.array([len(routes), len(routes.links)], dtype=np.int64),
        cursor=np.zeros(2, dtype=np.int64),
        sums=np.zeros(2),
        volume=np.zeros(links),
        time=np.zeros(links),
        slope=np.zeros(links),
        mark=np.zeros(links, dtype=np.uint8),
        distance=np.zeros(nodes),
        entered=np.zeros(nodes, dtype=np.int64),
        heap_key=np.zeros(links + 1),
        heap_node=np.zeros(links + 1, dtype=np.int64),
    )


def _chains(commodity: Ints, commodities: int, room: int) -> tuple[Ints, Ints]:
    """Paths of each commodity as a linked list: its first path, and the next one of each path."""
    after = np.full(room, -1, dtype=np.int64)
    first = np.full(commodities, -1, dtype=np.int64)
    if len(commodity):
        opens = np.append(True, commodity[1:] != commodity[:-1])
        first[commodity[opens]] = np.flatnonzero(opens)
        same = np.flatnonzero(~opens)
        after[same - 1] = same
    return first, after


def _padded(values: NDArray[Any], room: int) -> NDArray[Any]:
    wide = np.zeros(room, dtype=values.dtype)
    wide[: len(values)] = values
    return wide
