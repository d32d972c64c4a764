"""The Method of Equal Shares: every ballot gets the same money, and supporters pay together.

Peters, Pierczynski, Skowron, NeurIPS 34 (2021). In each round the project is bought whose
supporters get it at the lowest price per satisfaction; each pays the same, or all they have left.
Amounts are floating point; two that differ by less than LEVEL count as level, and then goes first:
more supporters, then the cheaper, then the first on the list.

Purses only empty, so a price once found is never too high later: projects are priced anew only
when their last price could still be the best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from operator import itemgetter, mul
from typing import Any

LEVEL = 1e-11
MOST_RAISES = 1_000_000

Purchase = tuple[int, float]
"""A project by its place, and the most that one ballot paid for it."""


@dataclass
class Market:
    """Projects by place, and groups of equal ballots.

    costs: in smallest units. worth: satisfaction with each project. groups[p]: groups that support
    project p. weights[p]: ballots in each of them, None where all are one. support[p]: ballots.
    paid: of each group, per ballot, in the rounds that no larger purse can change (`steady`);
    steady_level: whether a tie was broken in them. all_steady: the last call had no other rounds.
    """

    costs: Sequence[int]
    worth: Sequence[float]
    weights: list[list[int] | None]
    groups: list[list[int]]
    support: list[int]
    paid: list[float]
    steady: list[Purchase] = field(default_factory=list)
    steady_level: bool = False
    all_steady: bool = False
    pick: list[Callable[[Any], Sequence[float]]] = field(default_factory=list)


def open_market(
    costs: Sequence[int], worth: Sequence[float], ballots: Sequence[tuple[Sequence[int], int]]
) -> Market:
    """The market of (places of projects ticked, ballots that say so) pairs."""
    groups: list[list[int]] = [[] for _ in costs]
    for number, (ticked, _) in enumerate(ballots):
        for place in ticked:
            groups[place].append(number)
    weights = [[ballots[number][1] for number in members] for members in groups]
    return Market(
        costs,
        worth,
        [None if all(weight == 1 for weight in row) else row for row in weights],
        groups,
        [sum(row) for row in weights],
        [0.0] * len(ballots),
        pick=[_picker(members) for members in groups],
    )


def _picker(members: list[int]) -> Callable[[Any], Sequence[float]]:
    """A function that takes the purses of these groups out of the list of all."""
    if len(members) > 1:
        return itemgetter(*members)
    return lambda purses: [purses[number] for number in members]


def price_of(market: Market, purses: list[float], place: int, least: float) -> float:
    """The most that one supporter pays, from a price that is not too high; inf: they cannot."""
    cost, weights = market.costs[place], market.weights[place]
    owned = market.pick[place](purses)
    money = sum(owned) if weights is None else sum(map(mul, owned, weights))
    if not owned or money < cost * (1.0 - LEVEL):
        return inf
    if min(owned) >= least and least * market.support[place] >= cost * (1.0 - 1e-15):
        return least
    return _split(owned, weights, market.support[place], cost, least)


def _split(
    owned: Sequence[float], weights: list[int] | None, ballots: int, cost: float, price: float
) -> float:
    """The price at which those with less give all they have and the others the same."""
    while True:
        if weights is None:
            poor = [purse for purse in owned if purse < price]
            payers = ballots - len(poor)
            left = cost - sum(poor)
        else:
            pairs = [pair for pair in zip(owned, weights, strict=True) if pair[0] < price]
            payers = ballots - sum([weight for _, weight in pairs])
            left = cost - sum([purse * weight for purse, weight in pairs])
        if not payers:
            return price
        higher = left / payers
        if higher <= price * (1.0 + 1e-15):
            return price
        price = higher


def buy_round(
    market: Market, purses: list[float], bounds: dict[int, float]
) -> tuple[int | None, bool, bool]:
    """The project bought next; whether a tie was broken; whether no larger purse could change it.

    bounds: prices that are not too high, of projects still to buy; made exact for those looked at,
    and taken out for those that nobody can pay any more.
    """
    best, best_rate, level, steady = None, inf, False, True
    worth = market.worth
    for place in sorted(bounds, key=lambda one: (bounds[one] / worth[one], one)):
        if bounds[place] / worth[place] > best_rate * (1.0 + LEVEL):
            break
        price = price_of(market, purses, place, bounds[place])
        steady = steady and price * market.support[place] <= market.costs[place] * (1 + 1e-14)
        if price == inf:
            del bounds[place]
            continue
        bounds[place] = price
        rate = price / worth[place]
        if rate < best_rate * (1.0 - LEVEL):
            best, best_rate, level = place, rate, False
        elif best is not None and rate <= best_rate * (1.0 + LEVEL):
            level = True
            if _rank(market, place) < _rank(market, best):
                best, best_rate = place, rate
    return best, level, steady


def _rank(market: Market, place: int) -> tuple[int, int, int]:
    return (-market.support[place], market.costs[place], place)


def buy_all(market: Market, share: float) -> tuple[list[Purchase], bool]:
    """What is bought when every ballot has `share`, in order; whether a tie was broken.

    Shares may only rise from call to call: rounds in which nobody's purse was too small come out
    the same again, and are done once.
    """
    bounds = {
        place: cost / market.support[place]
        for place, cost in enumerate(market.costs)
        if market.support[place]
    }
    for place, _ in market.steady:
        del bounds[place]
    bought, tied = list(market.steady), market.steady_level
    purses = [share - amount for amount in market.paid]
    all_steady = True
    while True:
        best, level, steady = buy_round(market, purses, bounds)
        if best is None:
            market.all_steady = all_steady
            return bought, tied
        price = bounds.pop(best)
        bought.append((best, price))
        tied = tied or level
        all_steady = all_steady and steady
        if all_steady:
            market.steady.append((best, price))
            market.steady_level = tied
            for number in market.groups[best]:
                market.paid[number] += price
        for number in market.groups[best]:
            left = purses[number] - price
            purses[number] = left if left > 0.0 else 0.0


def share_for_more(market: Market) -> float:
    """A share below which nothing more could be bought than in a call of steady rounds only.

    A larger share buys the same then, until the supporters of some other project can pay for it.
    """
    bought = {place for place, _ in market.steady}
    needed = []
    for place, members in enumerate(market.groups):
        if members and place not in bought:
            weights = market.weights[place] or [1] * len(members)
            paid = sum(
                market.paid[one] * times for one, times in zip(members, weights, strict=True)
            )
            needed.append((market.costs[place] + paid) / market.support[place])
    return min(needed, default=0.0)
