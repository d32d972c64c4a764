"""Budget rules as the site offers them: who may be paid for, "none of these", what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from participation.verifier.ballots import Question
from participation.verifier.rules.money import best_set, down_the_list
from participation.verifier.rules.shares import (
    LEVEL,
    MOST_RAISES,
    Market,
    Purchase,
    buy_all,
    open_market,
    share_for_more,
)

Told = dict[str, Any]
Groups = Sequence[tuple[list[int], int]]


@dataclass
class Money:
    """What can be bought, in whole units of money so small that no amount is broken.

    ids: projects that may be paid for. ticks: ballots that tick each. unit: units that make one of
    the currency. voters: ballots that make a choice.
    """

    ids: list[int]
    costs: list[int]
    ticks: list[int]
    budget: int
    unit: int
    voters: int

    def amount(self, units: int) -> str:
        """In the currency, exact."""
        return str(Fraction(units, self.unit))

    def spent(self, places: Sequence[int]) -> int:
        """What these projects cost together."""
        return sum(self.costs[one] for one in places)


def recount_budget(question: Question, ticks: Sequence[int], ballots: int, groups: Groups) -> Told:
    """Standings, winners and figures of a budget vote. ticks: by place in question.options."""
    ids = question.options
    ticked = dict(zip(ids, ticks, strict=True))
    share = -(-question.number("exclude_below") * ballots // 100)
    # Nothing is built that nobody asked for, however much money is left.
    least = max(1, question.number("min_approvals"), share)
    out = [one for one in ids if ticked[one] < least and one != question.baseline]
    able = [one for one in question.projects if one not in out]
    unit = lcm(question.budget.denominator, *(question.costs[one].denominator for one in able))
    till = Money(
        able,
        [int(question.costs[one] * unit) for one in able],
        [ticked[one] for one in able],
        int(question.budget * unit),
        unit,
        ballots,
    )
    none = ticked.get(question.baseline or 0, 0)
    refused = not ballots or 2 * none > ballots
    steps: list[Told] = []
    more: Told = {} if question.rule != "equal-shares" else shares_told(None)
    if not refused:
        steps, more = BUYERS[question.rule](till, question, groups)
    paid = [step["option"] for step in steps if step["taken"]]
    winners = paid or ([] if question.baseline is None else [question.baseline])
    order = sorted(ids, key=lambda one: (one not in winners, -ticked[one]))
    return {
        "standings": _standings(order, ticked, ballots, winners),
        "winners": winners,
        "tied": [],
        "detail": {
            "options": list(ids),
            "costs": [
                None if one not in question.costs else str(question.costs[one]) for one in ids
            ],
            "approvals": list(ticks),
            "keep": question.baseline,
            "none": none,
            "budget": str(question.budget),
            "spent": str(sum((question.costs[one] for one in paid), Fraction(0))),
            "excluded": [[one, least] for one in out],
            "steps": steps,
            **more,
        },
    }


def _standings(
    order: Sequence[int], ticked: dict[int, int], ballots: int, winners: Sequence[int]
) -> list[list[Any]]:
    found: list[list[Any]] = []
    last: tuple[bool, int] | None = None
    for at, one in enumerate(order, 1):
        rank = (one in winners, ticked[one])
        share = Fraction(ticked[one], ballots) if ballots else Fraction(0)
        found.append([one, str(ticked[one]), str(share), found[-1][3] if rank == last else at])
        last = rank
    return found


def _step(till: Money, place: int, why: str, left: int) -> Told:
    taken = why in ("fits", "shared", "completed")
    return {"option": till.ids[place], "taken": taken, "why": why, "left": till.amount(left)}


def _listed(
    till: Money, money: int, word: str, skip: bool = True, before: Sequence[int] = ()
) -> list[Told]:
    """Steps down the list of ticks with the money there is; word: for a project that is bought."""
    bought = down_the_list(till.costs, till.ticks, money, skip=skip, bought=before)
    steps: list[Told] = []
    stopped = False
    for place in sorted(range(len(till.ids)), key=lambda one: (-till.ticks[one], one)):
        if place in before:
            continue
        if place in bought:
            money -= till.costs[place]
            steps.append(_step(till, place, word, money))
        else:
            steps.append(_step(till, place, "stopped" if stopped else "too dear", money))
            stopped = not skip
    return steps


def _greedy(till: Money, question: Question, _groups: Groups) -> tuple[list[Told], Told]:
    return _listed(till, till.budget, "fits", skip=question.rule == "greedy"), {}


def _knapsack(till: Money, _question: Question, _groups: Groups) -> tuple[list[Told], Told]:
    steps, money = [], till.budget
    for place in best_set(till.costs, till.ticks, till.budget):
        money -= till.costs[place]
        steps.append(_step(till, place, "fits", money))
    return steps, {}


def _equal_shares(till: Money, question: Question, groups: Groups) -> tuple[list[Told], Told]:
    place = {option: at for at, option in enumerate(till.ids)}
    ballots = [([place[one] for one in marks if one in place], times) for marks, times in groups]
    if 4 * len(ballots) > till.voters:
        # Hardly any two are equal: one by one is quicker than in groups.
        ballots = [(places, 1) for places, times in ballots for _ in range(times)]
    by_cost = question.settings["satisfaction"] == "cost"
    worth = [float(cost) if by_cost and cost else 1.0 for cost in till.costs]
    market = open_market(till.costs, worth, ballots)
    completion = question.settings["completion"]
    first = Fraction(till.budget, till.voters)
    bought, share, raises, close = _raised(till, market, first, completion.startswith("add1"))
    told = _paid(till, market, bought, share, ballots)
    money = till.budget
    steps = []
    for one, _ in bought:
        money -= till.costs[one]
        steps.append(_step(till, one, "shared", money))
    if completion in ("add1u", "greedy"):
        steps += _listed(till, money, "completed", before=[one for one, _ in bought])
    told |= {
        "first_share": str(first / till.unit),
        "share": str(share / till.unit),
        "raises": raises,
        "close": close,
    }
    if not question.settings["comparison"]:
        return steps, told
    here = {place[step["option"]] for step in steps if step["taken"]}
    there = down_the_list(till.costs, till.ticks, till.budget)
    compared = _compared(till, ballots, here, there, by_cost)
    if compared["kept"]:
        return steps, {**told, "compared": compared}
    return _listed(till, till.budget, "fits"), shares_told(compared)


def shares_told(compared: Told | None) -> Told:
    """The figures of Equal Shares where another outcome stands, or none."""
    nothing: Told = {"first_share": None, "share": None, "raises": 0, "shared": [], "purses": []}
    return {**nothing, "compared": compared, "close": False}


def _raised(
    till: Money, market: Market, first: Fraction, raising: bool
) -> tuple[list[Purchase], Fraction, int, bool]:
    """What is bought, the share it took, how often it was raised, whether prices were level.

    A share is raised to the next whole amount of the currency while that stays within the budget
    and something more could be bought.
    """
    bought, close = buy_all(market, float(first))
    share, raises = first, 0
    whole = till.budget // till.voters // till.unit * till.unit
    while raising and raises < MOST_RAISES:
        have = {one for one, _ in bought}
        left = till.budget - till.spent(list(have))
        if not any(
            cost <= left and market.support[one] and one not in have
            for one, cost in enumerate(till.costs)
        ):
            break
        whole += till.unit
        if market.all_steady:
            # In between nothing would change; a little less, so that rounding skips no step.
            steps = int(share_for_more(market) * (1.0 - 1e-9) / till.unit) - whole // till.unit
            steps = max(0, min(steps, MOST_RAISES - 1 - raises))
            whole, raises = whole + steps * till.unit, raises + steps
        more, level = buy_all(market, float(whole))
        if till.spent([one for one, _ in more]) > till.budget:
            break
        bought, close, share, raises = more, level, Fraction(whole), raises + 1
    return bought, share, raises, close


def _paid(
    till: Money, market: Market, bought: Sequence[Purchase], share: Fraction, ballots: Groups
) -> Told:
    """Who paid what, and what the supporters of each project had left; amounts to the cent."""
    purses = [float(share)] * len(ballots)
    shared = []
    for one, price in bought:
        emptied = 0
        for number in market.groups[one]:
            if purses[number] < price * (1.0 - LEVEL):
                emptied += ballots[number][1]
            purses[number] = max(0.0, purses[number] - price)
        shared.append(
            [till.ids[one], _cents(price / till.unit), market.support[one] - emptied, emptied]
        )
    left = [
        sum(purses[number] * ballots[number][1] for number in members) for members in market.groups
    ]
    return {
        "shared": shared,
        "purses": [
            [one, _cents(money / till.unit)] for one, money in zip(till.ids, left, strict=True)
        ],
        "compared": None,
    }


def _cents(amount: float) -> str:
    return str(Fraction(round(amount * 100), 100))


def _compared(
    till: Money, ballots: Groups, here: set[int], there: Sequence[int], by_cost: bool
) -> Told:
    """How many ballots get more out of this outcome, and out of the most ticked first."""
    worth = [
        (cost if by_cost else 1) * ((one in here) - (one in there))
        for one, cost in enumerate(till.costs)
    ]
    gains = [(sum(worth[one] for one in marks), times) for marks, times in ballots]
    more_here = sum(times for gain, times in gains if gain > 0)
    more_there = sum(times for gain, times in gains if gain < 0)
    return {
        "kept": more_here >= more_there,
        "more_here": more_here,
        "more_there": more_there,
        "other": [till.ids[one] for one in sorted(there)],
    }


BUYERS = {
    "greedy": _greedy,
    "greedy-no-skip": _greedy,
    "knapsack": _knapsack,
    "equal-shares": _equal_shares,
}
