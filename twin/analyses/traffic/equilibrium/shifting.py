"""Moving flow between paths until all used ones are equally quick: gradient projection, compiled.

Jayakrishnan, R., Tsai, W. K., Prashker, J. N. & Rajadhyaksha, S. (1994), A faster path-based
algorithm for traffic assignment, Transportation Research Record 1443.
"""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def delay(link: int, volume: Any, roads: Any, time: Any, slope: Any) -> None:
    """Time of a link at its volume, and by how much one more car raises it.

    roads: (time_free, capacity, b, power), arrays of shape (links,).
    """
    free, capacity, b, power = roads
    if b[link] <= 0.0 or power[link] <= 0.0:
        time[link], slope[link] = free[link] * (1.0 + max(b[link], 0.0)), 0.0
        return
    x = max(volume[link], 0.0) / capacity[link]
    if power[link] == 4.0:
        lower = x * x * x
    elif power[link] == 1.0:
        lower = 1.0
    else:
        lower = x ** (power[link] - 1.0) if x > 0.0 else 0.0
    time[link] = free[link] * (1.0 + b[link] * lower * x)
    slope[link] = free[link] * b[link] * power[link] * lower / capacity[link]


@njit(cache=True, nogil=True, error_model="numpy")
def path_time(path: int, begin: Any, end: Any, links: Any, time: Any) -> float:
    """Time of a path."""
    total = 0.0
    for k in range(begin[path], end[path]):
        total += time[links[k]]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def shift_all(
    commodities: Any,
    chain: Any,
    paths: Any,
    links: Any,
    flow: Any,
    volume: Any,
    roads: Any,
    time: Any,
    slope: Any,
    mark: Any,
) -> float:
    """One round over the commodities with several paths; returns the excess time it found.

    commodities: their numbers. chain: (first path of a commodity, next path of a path), -1 none.
    paths: (begin, end) in `links`. Volumes, times and slopes follow every move. mark: scratch of
    zeros, shape (links,).
    """
    first, after = chain
    excess = 0.0
    for c in commodities:
        best, best_time = -1, 0.0
        path = first[c]
        while path >= 0:
            now = path_time(path, paths[0], paths[1], links, time)
            if best < 0 or now < best_time:
                best, best_time = path, now
            path = after[path]
        path = first[c]
        while path >= 0:
            if path != best and flow[path] > 0.0:
                excess += _shift(path, best, paths, links, flow, volume, roads, time, slope, mark)
            path = after[path]
    return excess


@njit(cache=True, nogil=True, error_model="numpy")
def _shift(
    path: int,
    best: int,
    paths: Any,
    links: Any,
    flow: Any,
    volume: Any,
    roads: Any,
    time: Any,
    slope: Any,
    mark: Any,
) -> float:
    """Move flow from `path` to `best` by a Newton step on where they differ."""
    begin, end = paths
    for k in range(begin[best], end[best]):
        mark[links[k]] = 1
    longer, gain = 0.0, 0.0
    for k in range(begin[path], end[path]):
        link = links[k]
        if mark[link] == 1:
            mark[link] = 2
        else:
            longer += time[link]
            gain += slope[link]
    for k in range(begin[best], end[best]):
        if mark[links[k]] == 1:
            longer -= time[links[k]]
            gain += slope[links[k]]
    found = max(longer, 0.0) * flow[path]
    moved = 0.0
    if longer > 0.0:
        moved = flow[path] if longer >= gain * flow[path] else longer / gain
    if moved > 0.0:
        flow[path] -= moved
        flow[best] += moved
        for k in range(begin[path], end[path]):
            link = links[k]
            if mark[link] != 2:
                volume[link] -= moved
                delay(link, volume, roads, time, slope)
        for k in range(begin[best], end[best]):
            link = links[k]
            if mark[link] == 1:
                volume[link] += moved
                delay(link, volume, roads, time, slope)
    for k in range(begin[best], end[best]):
        mark[links[k]] = 0
    return found
