"""Moving flow between paths until all used ones are equally quick: gradient projection, compiled.

Jayakrishnan, R., Tsai, W. K., Prashker, J. N. & Rajadhyaksha, S. (1994), A faster path-based
algorithm for traffic assignment, Transportation Research Record 1443.
"""

from __future__ import annotations

from numba import njit

from twin.analyses.traffic.equilibrium.work import Roads, Work


@njit(cache=True, nogil=True, error_model="numpy")
def delay(link: int, work: Work, roads: Roads) -> None:
    """Time of a link at its volume, and by how much one more car raises it."""
    free, capacity = roads.free[link], roads.capacity[link]
    b, power = roads.b[link], roads.power[link]
    x = max(work.volume[link], 0.0) / capacity
    if power == 4.0:
        lower = x * x * x
    elif power == 1.0:
        lower = 1.0
    elif power <= 0.0:
        work.time[link], work.slope[link] = free * (1.0 + b), 0.0
        return
    else:
        lower = x ** (power - 1.0) if x > 0.0 else 0.0
    work.time[link] = free * (1.0 + b * lower * x)
    work.slope[link] = free * b * power * lower / capacity


@njit(cache=True, nogil=True, error_model="numpy")
def path_time(path: int, work: Work) -> float:
    """Time of a path."""
    total = 0.0
    for k in range(work.begin[path], work.end[path]):
        total += work.time[work.links[k]]
    return total


@njit(cache=True, nogil=True, error_model="numpy")
def even_out(commodity: int, work: Work, roads: Roads) -> float:
    """Move flow from a commodity's slower paths to its quickest one; the excess time it found."""
    best, best_time = -1, 0.0
    path = work.first[commodity]
    while path >= 0:
        now = path_time(path, work)
        if best < 0 or now < best_time:
            best, best_time = path, now
        path = work.after[path]
    excess = 0.0
    path = work.first[commodity]
    while path >= 0:
        if path != best:
            excess += _shift(path, best, work, roads)
        path = work.after[path]
    return excess


@njit(cache=True, nogil=True, error_model="numpy")
def _shift(path: int, best: int, work: Work, roads: Roads) -> float:
    """Move flow from `path` to `best` by a Newton step on where they differ; the excess time."""
    flow = work.flow[path]
    if flow <= 0.0:
        return 0.0
    longer, gain = _compare(path, best, work)
    moved = 0.0
    if longer > 0.0:
        moved = flow if longer >= gain * flow else longer / gain
        work.flow[path] = flow - moved
        work.flow[best] += moved
    for k in range(work.begin[path], work.end[path]):
        link = work.links[k]
        if moved > 0.0 and work.mark[link] != 2:
            work.volume[link] -= moved
            delay(link, work, roads)
    for k in range(work.begin[best], work.end[best]):
        link = work.links[k]
        if moved > 0.0 and work.mark[link] == 1:
            work.volume[link] += moved
            delay(link, work, roads)
        work.mark[link] = 0
    return float(max(longer, 0.0) * flow)


@njit(cache=True, nogil=True, error_model="numpy")
def _compare(path: int, best: int, work: Work) -> tuple[float, float]:
    """By how much `path` is slower, and how fast that shrinks with every car moved.

    Leaves a 1 in `mark` on the links of `best` alone and a 2 on those of both.
    """
    longer, gain = 0.0, 0.0
    for k in range(work.begin[best], work.end[best]):
        work.mark[work.links[k]] = 1
    for k in range(work.begin[path], work.end[path]):
        link = work.links[k]
        if work.mark[link] == 1:
            work.mark[link] = 2
        else:
            longer += work.time[link]
            gain += work.slope[link]
    for k in range(work.begin[best], work.end[best]):
        link = work.links[k]
        if work.mark[link] == 1:
            longer -= work.time[link]
            gain += work.slope[link]
    return longer, gain
