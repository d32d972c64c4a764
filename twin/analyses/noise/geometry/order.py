"""One sort for all compiled loops of noise: numpy's would be compiled anew for every type."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.analyses.noise.geometry.compiled import inner

Keys = NDArray[np.float64]
Numbers = NDArray[np.int64]


@inner
def put_in_order(key: Keys, number: Numbers, count: int) -> None:
    """Sort the first `count` keys and the numbers beside them, in place: smallest key first.

    Of equal keys the lower number comes first, so the order is one, whatever it was. No key is NaN.
    A heap sort (Williams, 1964): no memory, and never slow.
    """
    for first in range(count // 2 - 1, -1, -1):
        _sink(key, number, first, count)
    for last in range(count - 1, 0, -1):
        key[0], key[last] = key[last], key[0]
        number[0], number[last] = number[last], number[0]
        _sink(key, number, 0, last)


@inner
def _sink(key: Keys, number: Numbers, at: int, count: int) -> None:
    """Let one entry of a heap of `count` sink to where none below it comes later."""
    top, own = key[at], number[at]
    child = 2 * at + 1
    while child < count:
        right = child + 1
        if right < count and (
            key[right] > key[child] or (key[right] == key[child] and number[right] > number[child])
        ):
            child = right
        if key[child] < top or (key[child] == top and number[child] <= own):
            break
        key[at], number[at] = key[child], number[child]
        at, child = child, 2 * child + 1
    key[at], number[at] = top, own
