"""Method of Equal Shares as its paper writes it: one voter at a time, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def plain_price(purses: list[Fraction], cost: Fraction) -> Fraction | None:
    """Most that one of these supporters pays for `cost`; None when they cannot."""
    if sum(purses) < cost or not purses:
        return None
    left, waiting = cost, sorted(purses)
    for place, purse in enumerate(waiting):
        each = left / (len(waiting) - place)
        if purse >= each:
            return each
        left -= purse
    return waiting[-1]


def plain_shares(
    costs: Sequence[int], ballots: Sequence[frozenset[int]], share: Fraction, *, by_cost: bool
) -> list[int]:
    """Projects in the order bought, with `share` for every ballot.

    Ties: more supporters, then the cheaper, then the first on the list.
    """
    purse = [share] * len(ballots)
    bought: list[int] = []
    while True:
        offers = []
        for one, cost in enumerate(costs):
            payers = [voter for voter, ballot in enumerate(ballots) if one in ballot]
            price = plain_price([purse[voter] for voter in payers], Fraction(cost))
            if one not in bought and price is not None:
                rate = price / cost if by_cost else price
                offers.append((rate, -len(payers), cost, one, price, payers))
        if not offers:
            return bought
        _, _, _, one, price, payers = min(offers)
        bought.append(one)
        for voter in payers:
            purse[voter] = max(Fraction(0), purse[voter] - price)


def plain_add1(
    costs: Sequence[int], ballots: Sequence[frozenset[int]], budget: int
) -> tuple[Fraction, list[int]]:
    """The last share before too much is spent, one step at a time, and what it buys."""
    share = Fraction(budget, len(ballots))
    bought = plain_shares(costs, ballots, share, by_cost=True)
    whole = budget // len(ballots)
    while True:
        left = budget - sum(costs[one] for one in bought)
        wanted = {one for ballot in ballots for one in ballot} - set(bought)
        if not any(costs[one] <= left for one in wanted):
            return share, bought
        whole += 1
        more = plain_shares(costs, ballots, Fraction(whole), by_cost=True)
        if sum(costs[one] for one in more) > budget:
            return share, bought
        share, bought = Fraction(whole), more
