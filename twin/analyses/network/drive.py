"""The network that general car traffic may use: directed links between nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from twin.analyses.network.nodes import Nodes
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class DriveNetwork:
    """Directed links of the streets open to all cars.

    tail, head: node numbers, shape (links,). street: row in the street table. forward: whether
    the link runs in the direction of the street's geometry. core: per node, whether it belongs
    to the largest part in which every node reaches every other. inward: the core and what leads
    into it from the open ends; outward: the core and what leads from it to them. dropped_km:
    reason -> km of streets left out ("no_cars", "restricted", "loop" for a street that ends
    where it starts or has no length, "not_connected").
    """

    nodes: Nodes
    tail: Ints
    head: Ints
    street: Ints
    forward: Bools
    length_km: Floats
    core: Bools
    inward: Bools
    outward: Bools
    dropped_km: Mapping[str, float]

    def __len__(self) -> int:
        return len(self.tail)


def drive_network(street: Table, nodes: Nodes, open_ends: Ints | None = None) -> DriveNetwork:
    """The drivable network of `street`, whose ends are joined to `nodes`.

    Streets need car, restricted, direction, length_m. open_ends: nodes where streets leave the
    area; the world outside joins them, so a one-way street leading out is not a dead end.
    Streets outside the largest strongly connected part are left out and counted.
    """
    length = street.columns["length_m"].astype(float)
    length = np.where(np.isfinite(length), length, 0.0)
    car = street.columns["car"].astype(bool)
    restricted = street.columns["restricted"].astype(bool)
    usable = car & ~restricted & (length > 0) & (nodes.start != nodes.end)
    direction = street.columns["direction"]
    rows_forward = np.flatnonzero(usable & (direction != "backward"))
    rows_backward = np.flatnonzero(usable & (direction != "forward"))
    rows = np.concatenate([rows_forward, rows_backward])
    forward = np.arange(len(rows)) < len(rows_forward)
    tail = np.where(forward, nodes.start[rows], nodes.end[rows])
    head = np.where(forward, nodes.end[rows], nodes.start[rows])
    core = _core(len(nodes), tail, head)
    ends = np.empty(0, dtype=np.int64) if open_ends is None else open_ends
    entering, leaving = _fringe(len(nodes), tail, head, core, ends)
    kept = (entering[tail] & entering[head]) | (leaving[tail] & leaving[head])
    joined = np.zeros(len(street), dtype=bool)
    joined[rows[kept]] = True
    dropped = {
        "no_cars": float(length[~car].sum() / 1000),
        "restricted": float(length[car & restricted].sum() / 1000),
        "loop": float(length[car & ~restricted & ~usable].sum() / 1000),
        "not_connected": float(length[usable & ~joined].sum() / 1000),
    }
    order = np.lexsort((~forward[kept], rows[kept]))
    rows, forward = rows[kept][order], forward[kept][order]
    return DriveNetwork(
        nodes=nodes,
        tail=tail[kept][order],
        head=head[kept][order],
        street=rows.astype(np.int64),
        forward=forward,
        length_km=length[rows] / 1000,
        core=core,
        inward=entering,
        outward=leaving,
        dropped_km=dropped,
    )


def _core(size: int, tail: Ints, head: Ints) -> Bools:
    """Per node, whether it is in the largest strongly connected part of two nodes or more."""
    if not len(tail):
        return np.zeros(size, dtype=bool)
    _, part = connected_components(_graph(size, tail, head), directed=True, connection="strong")
    counts = np.bincount(part)
    return np.asarray(part == counts.argmax()) & bool(counts.max() > 1)


def _fringe(size: int, tail: Ints, head: Ints, core: Bools, open_ends: Ints) -> tuple[Bools, Bools]:
    """The core with the one-way streets that lead into it from open ends, and out of it to them."""
    middle, outside = np.flatnonzero(core), size
    if not len(middle) or not len(open_ends):
        return core, core
    away = np.full(len(open_ends), outside, dtype=np.int64)
    to_core = _reached(size, head, tail, int(middle[0]))
    from_core = _reached(size, tail, head, int(middle[0]))
    inward = _reached(size, np.append(tail, away), np.append(head, open_ends), outside)
    outward = _reached(size, np.append(head, away), np.append(tail, open_ends), outside)
    return core | (to_core & inward), core | (from_core & outward)


def _reached(size: int, tail: Ints, head: Ints, root: int) -> Bools:
    """Per node, whether links lead there from `root`, shape (size,)."""
    found = np.zeros(size + 1, dtype=bool)
    graph = _graph(size + 1, tail, head)
    found[breadth_first_order(graph, root, return_predecessors=False)] = True
    return found[:size]


def _graph(size: int, tail: Ints, head: Ints) -> csr_array:
    return csr_array(coo_array((np.ones(len(tail)), (tail, head)), shape=(size, size)).tocsr())
