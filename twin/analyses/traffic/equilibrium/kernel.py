"""Re-assignment from an earlier solution: search new ways and move flow onto them (compiled).

A sweep searches the quickest ways from one origin after the other; a way not yet known joins its
trips' paths, and flow moves to it at once (Gauss-Seidel over origins). A sweep that moves nothing
measures the relative gap exactly.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from twin.analyses.traffic.equilibrium.search import grow_tree
from twin.analyses.traffic.equilibrium.shifting import delay, even_out, path_time
from twin.analyses.traffic.equilibrium.work import Roads, Trees, Work

SAME_TIME = 1e-9
"""A way that is quicker by less than this share is the same."""
MISSING_SHARE = 1e-9
"""Trips within rounding of what their paths carry are all on their way."""


@njit(cache=True, nogil=True, error_model="numpy")
def load(work: Work, roads: Roads) -> None:
    """Volumes, times and slopes from the paths' flows."""
    work.volume[:] = 0.0
    for path in range(work.counts[0]):
        for k in range(work.begin[path], work.end[path]):
            work.volume[work.links[k]] += work.flow[path]
    for link in range(len(work.volume)):
        delay(link, work, roads)


@njit(cache=True, nogil=True, error_model="numpy")
def sweep(work: Work, trees: Trees, roads: Roads, moving: bool) -> bool:
    """One round over all trees from the cursor on; False when the paths need more room.

    moving: whether flow may move. Adds to `sums` the excess and the total time as found.
    """
    while work.cursor[0] < len(trees.root):
        tree = work.cursor[0]
        root = trees.root[tree]
        grow_tree(root, roads, trees.ban[tree], work)
        work.cursor[1] = max(work.cursor[1], trees.low[tree])
        while work.cursor[1] < trees.high[tree]:
            if not _price(work, work.cursor[1], root, roads):
                return False
            work.cursor[1] += 1
        if moving:
            for c in range(trees.low[tree], trees.high[tree]):
                if _has_choice(work, c):
                    even_out(c, work, roads)
        work.cursor[0] += 1
        work.cursor[1] = 0
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def polish(work: Work, roads: Roads, most: int, enough: float) -> None:
    """Move flow among known paths until the excess is `enough`, at most `most` rounds."""
    for _ in range(most):
        excess = 0.0
        for c in range(len(work.first)):
            if _has_choice(work, c):
                excess += even_out(c, work, roads)
        if excess <= enough:
            break


@njit(cache=True, nogil=True, error_model="numpy")
def _has_choice(work: Work, commodity: int) -> bool:
    path = work.first[commodity]
    return bool(path >= 0 and work.after[path] >= 0)


@njit(cache=True, nogil=True, error_model="numpy")
def _price(work: Work, c: int, root: int, roads: Roads) -> bool:
    """Compare a commodity's paths with the tree; False when there is no room for a new one."""
    least = work.distance[work.target[c]]
    if work.wanted[c] <= 0.0 or least == np.inf:
        return True
    best, best_time, excess, total = -1, np.inf, 0.0, 0.0
    path = work.first[c]
    while path >= 0:
        now = path_time(path, work)
        total += work.flow[path] * now
        excess += work.flow[path] * max(now - least, 0.0)
        if now < best_time:
            best, best_time = path, now
        path = work.after[path]
    if best_time > least * (1.0 + SAME_TIME):
        best = _add_path(work, c, root, roads)
        if best < 0:
            return False
    work.sums[0] += excess
    work.sums[1] += total
    if work.missing[c] > MISSING_SHARE * work.wanted[c]:
        work.flow[best] += work.missing[c]
        for k in range(work.begin[best], work.end[best]):
            work.volume[work.links[k]] += work.missing[c]
            delay(work.links[k], work, roads)
        work.missing[c] = 0.0
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _add_path(work: Work, c: int, root: int, roads: Roads) -> int:
    """The tree's way as a new path of a commodity, without flow; -1 when there is no room."""
    steps, node = 0, work.target[c]
    while node != root:
        node = roads.tail[work.entered[node]]
        steps += 1
    path, end = work.counts[0], work.counts[1] + steps
    if path >= len(work.flow) or end > len(work.links):
        return -1
    work.after[path], work.first[c] = work.first[c], path
    work.begin[path], work.end[path] = work.counts[1], end
    work.flow[path] = 0.0
    work.counts[0], work.counts[1] = path + 1, end
    node = work.target[c]
    while node != root:
        end -= 1
        work.links[end] = work.entered[node]
        node = roads.tail[work.entered[node]]
    return int(path)
