"""Quickest ways from one node to all others (Dijkstra 1959), compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from twin.analyses.traffic.equilibrium.work import Roads, Work


@njit(cache=True, nogil=True, error_model="numpy")
def grow_tree(root: int, roads: Roads, ban: int, work: Work) -> None:
    """Fill `distance` (inf where no way leads) and `entered` (link into each node, -1 none).

    ban: row of the links that are closed. Of equally quick ways the one found first stays, so the
    tree depends on nothing else.
    """
    distance, keys, nodes, closed = work.distance, work.heap_key, work.heap_node, roads.closed
    for k in range(len(distance)):
        distance[k] = np.inf
        work.entered[k] = -1
    distance[root] = 0.0
    keys[0], nodes[0] = 0.0, root
    size = 1
    while size > 0:
        key, node = keys[0], nodes[0]
        size -= 1
        if size > 0:
            _sift_down(keys, nodes, size)
        if key > distance[node] or (roads.centroid[node] and node != root):
            continue
        for position in range(roads.first[node], roads.first[node + 1]):
            link = roads.link[position]
            reached = key + work.time[link]
            to = roads.head[link]
            if reached < distance[to] and not closed[ban, link]:
                distance[to] = reached
                work.entered[to] = link
                _sift_up(keys, nodes, size, reached, to)
                size += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _sift_up(keys: Any, nodes: Any, place: int, key: float, node: int) -> None:
    while place > 0:
        above = (place - 1) // 2
        if keys[above] <= key:
            break
        keys[place], nodes[place] = keys[above], nodes[above]
        place = above
    keys[place], nodes[place] = key, node


@njit(cache=True, nogil=True, error_model="numpy")
def _sift_down(keys: Any, nodes: Any, size: int) -> None:
    """Put the last entry (at `size`) on top and let it sink."""
    key, node = keys[size], nodes[size]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[place], nodes[place] = keys[child], nodes[child]
        place = child
    keys[place], nodes[place] = key, node
