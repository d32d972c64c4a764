"""Method of Equal Shares: every ballot gets the same money, and supporters pay together.

Peters, Pierczynski, Skowron (2021), Proportional participatory budgeting with additive utilities,
NeurIPS 34. In each round the project is bought whose supporters get it at the lowest price per
satisfaction, each paying the same or all they have left. Satisfaction with a project is its cost
("cost") or one ("cardinality").

What is left over is used by a completion: "add1" gives every ballot one more unit of currency, time
and again, until the outcome would cost more than there is or nothing more would fit; "greedy" goes
down the list of scores with the money left; "add1u" does both in this order.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from participation.tallies.budgets.greedy import greedy
from participation.tallies.budgets.outcome import BudgetOutcome, Compared, Step
from participation.tallies.budgets.profile import BudgetProfile, Ints
from participation.tallies.budgets.purses import LEVEL, Floats, Shop, shop_around

COMPLETIONS = ("", "add1", "add1u", "greedy")
SATISFACTIONS = ("cost", "cardinality")
MOST_RAISES = 1_000_000


def equal_shares(
    profile: BudgetProfile,
    *,
    satisfaction: str = "cost",
    completion: str = "add1u",
    comparison: bool = False,
) -> BudgetOutcome:
    """The projects that Equal Shares pays for.

    comparison: where strictly more ballots get more satisfaction out of the greedy outcome than
    out of this one, the greedy outcome stands. Raises ValueError on an unknown option.
    """
    if satisfaction not in SATISFACTIONS or completion not in COMPLETIONS:
        raise ValueError(f"unknown: {satisfaction!r} or {completion!r}")
    shop = _shop(profile, satisfaction)
    voters = max(1, profile.voters)
    first = share = Fraction(profile.budget, voters)
    bought, raises = _buy(profile, shop, share), 0
    if completion.startswith("add1") and profile.voters:
        share, bought, raises = _raised(profile, shop, share, bought)
    outcome = replace(
        _told(profile, shop, bought, share),
        rule=_named(satisfaction, completion),
        first_share=first / profile.unit,
        raises=raises,
    )
    if completion in ("add1u", "greedy"):
        outcome = _filled(profile, outcome)
    if comparison:
        outcome = _compared(profile, outcome, satisfaction)
    return outcome


Bought = tuple[Ints, Floats, bool]


def _shop(profile: BudgetProfile, satisfaction: str) -> Shop:
    start, group = profile.by_project()
    cost = profile.cost.astype(float)
    return Shop(
        cost=cost,
        # A project that costs nothing satisfies by existing; one keeps the division sound.
        satisfaction=np.where(cost > 0, cost, 1.0)
        if satisfaction == "cost"
        else np.ones(len(cost)),
        weight=profile.ballots.astype(float),
        start=start,
        group=group,
        support=profile.supporters().astype(float),
    )


def _buy(profile: BudgetProfile, shop: Shop, share: Fraction) -> Bought:
    purse = np.full(len(profile.ballots), float(share))
    order, prices = np.empty(len(profile), dtype=np.int64), np.empty(len(profile))
    count, tied = shop_around(shop, purse, order, prices)
    return order[:count], prices[:count], bool(tied)


def _raised(
    profile: BudgetProfile, shop: Shop, share: Fraction, bought: Bought
) -> tuple[Fraction, Bought, int]:
    """Raise the share by one unit of currency a time, from its whole part, while it is payable."""
    whole = profile.budget // profile.voters // profile.unit * profile.unit
    raises = 0
    for _ in range(MOST_RAISES):
        left = profile.budget - int(profile.cost[bought[0]].sum())
        # Nobody pays for what nobody supports, however much they have.
        rest = np.setdiff1d(np.flatnonzero(shop.support > 0), bought[0])
        if not (profile.cost[rest] <= left).any():
            break
        if (plain := _same_until(profile, shop, bought)) > whole:
            raises += (plain - whole) // profile.unit
            share, whole = Fraction(plain), plain
        whole += profile.unit
        more = _buy(profile, shop, Fraction(whole))
        if int(profile.cost[more[0]].sum()) > profile.budget:
            break
        share, bought, raises = Fraction(whole), more, raises + 1
    return share, bought, raises


def _same_until(profile: BudgetProfile, shop: Shop, bought: Bought) -> int:
    """A share up to which the very same is bought, as far as that is plain; 0 where it is not.

    Where nobody's purse limited a price, each supporter paid cost / supporters, the least there is.
    With more money they pay the same in the same order, until the supporters of a project that is
    left out could pay for it from full purses.
    """
    order, prices, _tied = bought
    if not np.array_equal(prices, shop.cost[order] / shop.support[order]):
        return 0
    rest = np.setdiff1d(np.flatnonzero(shop.support > 0), order)
    enough = [int(profile.cost[one]) // int(shop.support[one]) for one in rest]
    return min(enough, default=0) // profile.unit * profile.unit - profile.unit


def _named(satisfaction: str, completion: str) -> str:
    name = "equalshares" + (f"/{completion}" if completion else "")
    return name if satisfaction == "cost" else f"{name} (cardinality)"


def _told(profile: BudgetProfile, shop: Shop, bought: Bought, share: Fraction) -> BudgetOutcome:
    """The rounds once more, with what each ballot paid."""
    order, prices, tied = bought
    left, steps = profile.budget, []
    purse = np.full(len(profile.ballots), float(share))
    for one, price in zip(order.tolist(), prices.tolist(), strict=True):
        left -= int(profile.cost[one])
        groups = shop.group[shop.start[one] : shop.start[one + 1]]
        poorer = purse[groups] < price * (1.0 - LEVEL)
        emptied = int(profile.ballots[groups[poorer]].sum())
        steps.append(
            Step(
                project=profile.names[one],
                taken=True,
                why="shared",
                left=Fraction(left, profile.unit),
                price=price / profile.unit,
                payers=int(shop.support[one]) - emptied,
                emptied=emptied,
            )
        )
        purse[groups] = np.maximum(0.0, purse[groups] - price)
    money = np.bincount(
        profile.project,
        np.repeat(purse * profile.ballots, np.diff(profile.start)),
        minlength=len(profile),
    )
    return BudgetOutcome(
        rule="equalshares",
        winners=tuple(profile.names[one] for one in sorted(order.tolist())),
        steps=tuple(steps),
        spent=Fraction(profile.budget - left, profile.unit),
        budget=Fraction(profile.budget, profile.unit),
        scores=dict(zip(profile.names, profile.score, strict=True)),
        share=share / profile.unit,
        close=tied,
        purses=dict(zip(profile.names, (money / profile.unit).tolist(), strict=True)),
    )


def _filled(profile: BudgetProfile, outcome: BudgetOutcome) -> BudgetOutcome:
    """The outcome with the money left spent down the list of scores."""
    number = {name: at for at, name in enumerate(profile.names)}
    left = int((outcome.budget - outcome.spent) * profile.unit)
    more = greedy(profile, taken_before=[number[name] for name in outcome.winners], left=left)
    added = [
        Step(step.project, step.taken, "completed" if step.taken else step.why, step.left)
        for step in more.steps
    ]
    steps = (*outcome.steps, *added)
    return replace(outcome, winners=more.winners, steps=steps, spent=more.spent)


def _compared(profile: BudgetProfile, outcome: BudgetOutcome, satisfaction: str) -> BudgetOutcome:
    other = greedy(profile)
    worth = profile.cost if satisfaction == "cost" else np.ones(len(profile), dtype=np.int64)

    def reached(winners: tuple[str, ...]) -> Ints:
        wins = np.isin(np.array(profile.names), np.array(winners))
        group = np.repeat(np.arange(len(profile.ballots)), np.diff(profile.start))
        gain = np.where(wins, worth, 0)[profile.project].astype(float)
        return np.bincount(group, gain, minlength=len(profile.ballots)).astype(np.int64)

    here, there = reached(outcome.winners), reached(other.winners)
    more_here = int(profile.ballots[here > there].sum())
    more_there = int(profile.ballots[there > here].sum())
    kept = more_here >= more_there
    compared = Compared(kept, more_here, more_there, other.winners)
    return replace(outcome if kept else other, rule=f"{outcome.rule}-comparison", compared=compared)
