"""Quickest ways from one node to all others (Dijkstra 1959), compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def grow_tree(
    root: int,
    first: Any,
    link: Any,
    head: Any,
    cost: Any,
    closed: Any,
    centroid: Any,
    distance: Any,
    entered_by: Any,
    heap_key: Any,
    heap_node: Any,
) -> None:
    """Fill `distance` (inf where no way leads) and `entered_by` (link into each node, -1 none).

    first, link: links leaving node k are link[first[k]:first[k + 1]]. closed: per link. centroid:
    nodes that ways may only start or end at. heap_key, heap_node: scratch, shape (links + 1,).
    Of equally quick ways the one found first stays, so the tree depends on nothing else.
    """
    for k in range(len(distance)):
        distance[k] = np.inf
        entered_by[k] = -1
    distance[root] = 0.0
    heap_key[0], heap_node[0] = 0.0, root
    size = 1
    while size > 0:
        key, node = heap_key[0], heap_node[0]
        size -= 1
        if size > 0:
            _sift_down(heap_key, heap_node, size)
        if key > distance[node] or (centroid[node] and node != root):
            continue
        for position in range(first[node], first[node + 1]):
            out = link[position]
            if closed[out]:
                continue
            reached = key + cost[out]
            to = head[out]
            if reached < distance[to]:
                distance[to] = reached
                entered_by[to] = out
                _sift_up(heap_key, heap_node, size, reached, to)
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
