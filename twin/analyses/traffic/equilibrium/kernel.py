"""Re-assignment from an earlier solution: search new ways, move flow, until settled (compiled).

Column generation: a round searches the quickest way of every trip at the present times, which also
gives the exact relative gap; ways not yet known join their trips' paths. Between searches, flow is
moved among the known paths only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from twin.analyses.traffic.equilibrium.search import grow_tree
from twin.analyses.traffic.equilibrium.shifting import delay, path_time, shift_all

MOST_SHIFTS = 24
"""Rounds of moving flow between two searches."""
SHIFT_SHARE = 0.25
"""Flow is moved until the excess among the known paths is this share of what is allowed."""
SAME_TIME = 1e-9
"""A way that is quicker by less than this share is the same."""
MISSING_SHARE = 1e-9
"""Trips within rounding of what their paths carry are all on their way."""


@njit(cache=True, nogil=True, error_model="numpy")
def run(
    groups: Any,
    commodity: Any,
    graph: Any,
    roads: Any,
    closed: Any,
    centroid: Any,
    chain_first: Any,
    after: Any,
    begin: Any,
    end: Any,
    flow: Any,
    links: Any,
    counts: Any,
    gap: float,
    most_rounds: int,
) -> Any:
    """Settle the flows; returns (after, begin, end, flow, links, rounds, gap).

    groups: (root node, first commodity, commodity after the last, row of `closed`), one per tree.
    commodity: (destination node, volume, still missing). counts: [paths, links used], updated.
    The missing volume of a commodity without a way stays missing. gap: as last measured.
    """
    size = len(roads[0])
    volume, time, slope = np.zeros(size), np.zeros(size), np.zeros(size)
    for path in range(counts[0]):
        for k in range(begin[path], end[path]):
            volume[links[k]] += flow[path]
    for link in range(size):
        delay(link, volume, roads, time, slope)
    nodes = len(centroid)
    distance, entered = np.empty(nodes), np.empty(nodes, dtype=np.int64)
    heap_key, heap_node = np.empty(size + 1), np.empty(size + 1, dtype=np.int64)
    mark = np.zeros(size, dtype=np.uint8)
    first, out, head, tail = graph
    target, wanted, missing = commodity
    found_gap, rounds = np.inf, 0
    while True:
        excess, total, loaded = 0.0, 0.0, False
        for g in range(len(groups[0])):
            root, low, high, row = groups[0][g], groups[1][g], groups[2][g], groups[3][g]
            grow_tree(
                root, first, out, head, time, closed[row], centroid,
                distance, entered, heap_key, heap_node,
            )  # fmt: skip
            for c in range(low, high):
                least = distance[target[c]]
                if wanted[c] <= 0.0 or least == np.inf:
                    continue
                best, best_time = -1, np.inf
                path = chain_first[c]
                while path >= 0:
                    now = path_time(path, begin, end, links, time)
                    total += flow[path] * now
                    excess += flow[path] * max(now - least, 0.0)
                    if now < best_time:
                        best, best_time = path, now
                    path = after[path]
                if best_time > least * (1.0 + SAME_TIME):
                    length = _steps(target[c], root, entered, tail)
                    if counts[0] == len(flow):
                        after, begin, end = _more(after), _more(begin), _more(end)
                        flow = _more(flow)
                    while counts[1] + length > len(links):
                        links = _more(links)
                    best = counts[0]
                    after[best], chain_first[c] = chain_first[c], best
                    begin[best], end[best] = counts[1], counts[1] + length
                    flow[best] = 0.0
                    _trace(target[c], root, entered, tail, links, counts[1] + length)
                    counts[0] += 1
                    counts[1] += length
                if missing[c] > MISSING_SHARE * wanted[c]:
                    flow[best] += missing[c]
                    for k in range(begin[best], end[best]):
                        volume[links[k]] += missing[c]
                    missing[c] = 0.0
                    loaded = True
        rounds += 1
        found_gap = excess / total if total > 0.0 else 0.0
        if loaded:
            found_gap = np.inf
            for link in range(size):
                delay(link, volume, roads, time, slope)
        if found_gap <= gap or rounds >= most_rounds:
            break
        several = _with_choice(chain_first, after)
        allowed = SHIFT_SHARE * gap * total
        for _ in range(MOST_SHIFTS):
            left = shift_all(
                several, (chain_first, after), (begin, end), links, flow,
                volume, roads, time, slope, mark,
            )  # fmt: skip
            if left <= allowed:
                break
    return after, begin, end, flow, links, rounds, found_gap


@njit(cache=True, nogil=True, error_model="numpy")
def _steps(node: int, root: int, entered: Any, tail: Any) -> int:
    steps = 0
    while node != root:
        node = tail[entered[node]]
        steps += 1
    return steps


@njit(cache=True, nogil=True, error_model="numpy")
def _trace(node: int, root: int, entered: Any, tail: Any, links: Any, end: int) -> None:
    """Write the links of the way to `node`, so that it ends before position `end`."""
    while node != root:
        end -= 1
        links[end] = entered[node]
        node = tail[entered[node]]


@njit(cache=True, nogil=True, error_model="numpy")
def _more(values: Any) -> Any:
    """The same array with twice the room."""
    wider = np.empty(2 * len(values) + 1024, dtype=values.dtype)
    wider[: len(values)] = values
    return wider


@njit(cache=True, nogil=True, error_model="numpy")
def _with_choice(first: Any, after: Any) -> Any:
    """Commodities that have two paths or more."""
    count = 0
    for c in range(len(first)):
        if first[c] >= 0 and after[first[c]] >= 0:
            count += 1
    chosen = np.empty(count, dtype=np.int64)
    count = 0
    for c in range(len(first)):
        if first[c] >= 0 and after[first[c]] >= 0:
            chosen[count] = c
            count += 1
    return chosen
