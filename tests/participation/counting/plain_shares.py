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
