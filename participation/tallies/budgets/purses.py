"""One round of the Method of Equal Shares over grouped ballots: the hot loop, compiled.

Purses and prices are 64-bit floats, summed in a fixed order, so every machine gives the same
bytes. Two prices per satisfaction closer than LEVEL count as level and the published tie rule
decides between them; the caller is told that it did.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVEL = 1e-11
"""Relative difference below which two amounts are level; rounding stays below 1e-13."""


class Shop(NamedTuple):
    """What does not change between rounds.

    cost, satisfaction: shape (projects,). weight: ballots per group. The groups that support
    project p are group[start[p]:start[p + 1]]. support: ballots per project.
    """

    cost: Floats
    satisfaction: Floats
    weight: Floats
    start: Ints
    group: Ints
    support: Floats


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator, unused-ignore]
def price_of(shop: Shop, purse: Floats, one: int, least: float) -> float:
    """Most that one supporter pays for project `one`; infinite when they cannot pay together.

    Solves sum of weight x min(purse, price) = cost from a price `least` that is not too high.
    """
    money = 0.0
    for at in range(shop.start[one], shop.start[one + 1]):
        g = shop.group[at]
        money += shop.weight[g] * purse[g]
    cost = shop.cost[one]
    if money < cost * (1.0 - LEVEL) or shop.support[one] <= 0:
        return np.inf
    price = least
    while True:
        emptied, payers = 0.0, 0.0
        for at in range(shop.start[one], shop.start[one + 1]):
            g = shop.group[at]
            if purse[g] < price:
                emptied += shop.weight[g] * purse[g]
            else:
                payers += shop.weight[g]
        if payers <= 0.0:
            # Everyone pays all they have; only rounding kept the last group out.
            return price
        higher = (cost - emptied) / payers
        if higher <= price * (1.0 + 1e-15):
            return price
        price = higher


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator, unused-ignore]
def cheapest(shop: Shop, purse: Floats, bound: Floats) -> tuple[int, bool]:
    """The project with the lowest price per satisfaction, -1 for none; whether a tie was broken.

    bound: prices that are not too high, made exact for the projects looked at.
    """
    best, best_rate, level = -1, np.inf, False
    for one in np.argsort(bound / shop.satisfaction, kind="mergesort"):
        if not bound[one] / shop.satisfaction[one] <= best_rate * (1.0 + LEVEL):
            break
        bound[one] = price_of(shop, purse, one, bound[one])
        rate = bound[one] / shop.satisfaction[one]
        if rate < best_rate * (1.0 - LEVEL):
            best, best_rate, level = one, rate, False
        elif best >= 0 and rate <= best_rate * (1.0 + LEVEL):
            level = True
            if _first(shop, one, best):
                best, best_rate = one, rate
    return best, level


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator, unused-ignore]
def shop_around(shop: Shop, purse: Floats, order: Ints, prices: Floats) -> tuple[int, bool]:
    """Buy projects until none can be paid for; how many, and whether a tie was broken.

    purse: money per ballot of each group, emptied as they pay. order, prices: filled with the
    projects bought and the most that one ballot paid. Ties: more supporters, then the cheaper,
    then the first on the list.
    """
    bound = np.empty(len(shop.cost))
    for one in range(len(bound)):
        bound[one] = shop.cost[one] / shop.support[one] if shop.support[one] > 0 else np.inf
    bought, tied = 0, False
    while True:
        best, level = cheapest(shop, purse, bound)
        if best < 0:
            return bought, tied
        tied = tied or level
        order[bought], prices[bought] = best, bound[best]
        bought += 1
        for at in range(shop.start[best], shop.start[best + 1]):
            g = shop.group[at]
            purse[g] = max(0.0, purse[g] - bound[best])
        bound[best] = np.inf


@njit(cache=True, nogil=True, error_model="numpy")  # type: ignore[untyped-decorator, unused-ignore]
def _first(shop: Shop, one: int, other: int) -> bool:
    """Whether `one` wins a tie against `other`."""
    if shop.support[one] != shop.support[other]:
        return bool(shop.support[one] > shop.support[other])
    if shop.cost[one] != shop.cost[other]:
        return bool(shop.cost[one] < shop.cost[other])
    return one < other
