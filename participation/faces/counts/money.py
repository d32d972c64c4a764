"""What a budget pays for: projects, their cost, who pays how much, and the money that is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from participation.faces.counts.bars import Part, stacked
from participation.faces.finding import Choice
from participation.tallies.outcome import Tally


@dataclass(frozen=True)
class Project:
    """One project. price: the most that one supporter pays, None where nobody pays by share.

    emptied: supporters who pay less because it is all they have. needed: fewest ballots it would
    have needed, None if it had them. added: paid with money that was left over.
    """

    choice: Choice
    cost: Fraction
    supporters: int
    paid: bool
    price: Fraction | None
    emptied: int
    needed: int | None
    added: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class MoneyStep:
    """One decision in its order. left: money after it; parts: the same as a bar of the budget."""

    choice: Choice
    taken: bool
    why: str
    left: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Spending:
    """The budget and what became of it. parts: a piece for each paid project, and the rest.

    first_share, share: money per ballot at the start and at the end, under Equal Shares. none:
    ballots that say "none of these", None where that was not offered.
    """

    budget: Fraction
    spent: Fraction
    parts: tuple[Part, ...]
    projects: tuple[Project, ...]
    steps: tuple[MoneyStep, ...]
    first_share: Fraction | None
    share: Fraction | None
    none: int | None

    @property
    def left(self) -> Fraction:
        """What is not spent."""
        return self.budget - self.spent

    @property
    def by_share(self) -> bool:
        """Whether supporters pay out of their shares."""
        return any(project.price is not None for project in self.projects)


def spending_of(tally: Tally, by_id: Mapping[int, Choice]) -> Spending:
    """The spending of a budget rule's tally."""
    detail = tally.detail
    budget, spent = Fraction(detail["budget"]), Fraction(detail["spent"])
    projects = _projects(tally, by_id)
    # Neighbours are told apart by two shades.
    pieces = [
        (("won", "won2")[at % 2], float(project.cost))
        for at, project in enumerate([one for one in projects if one.paid])
    ]
    steps = tuple(
        MoneyStep(
            by_id[step["option"]],
            step["taken"],
            step["why"],
            Fraction(step["left"]),
            stacked([("won", float(budget - Fraction(step["left"])))], float(budget)),
        )
        for step in detail["steps"]
        # A knapsack has no order: its projects are chosen all at once.
        if step["option"] in by_id and tally.rule != "knapsack"
    )
    return Spending(
        budget=budget,
        spent=spent,
        parts=stacked(pieces, float(budget)),
        projects=projects,
        steps=steps,
        first_share=_amount(detail.get("first_share")),
        share=_amount(detail.get("share")),
        none=detail["none"] if detail["keep"] is not None else None,
    )


def _projects(tally: Tally, by_id: Mapping[int, Choice]) -> tuple[Project, ...]:
    detail = tally.detail
    costs = dict(zip(detail["options"], detail["costs"], strict=True))
    ticks = dict(zip(detail["options"], detail["approvals"], strict=True))
    paying = {option: (Fraction(price), out) for option, price, _n, out in _shared(detail)}
    needed = dict(detail["excluded"])
    added = {step["option"] for step in detail["steps"] if step["why"] == "completed"}
    found = []
    for one in tally.standings:
        option = one.option
        if option not in by_id or option == detail["keep"]:
            continue
        price, emptied = paying.get(option, (None, 0))
        paid = option in tally.winners
        found.append(
            Project(
                choice=by_id[option],
                cost=Fraction(costs[option] or 0),
                supporters=ticks[option],
                paid=paid,
                price=price,
                emptied=emptied,
                needed=needed.get(option),
                added=option in added,
                parts=stacked([("won" if paid else "rest", ticks[option])], tally.ballots),
            )
        )
    return tuple(found)


def _shared(detail: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    found: Sequence[Sequence[Any]] = detail.get("shared", ())
    return found


def _amount(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
