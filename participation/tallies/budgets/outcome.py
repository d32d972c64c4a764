"""What a budget rule returns: who is paid for, in which order, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Step:
    """One decision on one project, in the order taken.

    taken: paid for. why: "fits", "too dear", "too few" (below the least score), "stopped" (an
    earlier one did not fit), "shared" (its supporters paid), "completed" (money was left over).
    price: most that one supporter paid, in the currency; left: money left after the step.
    """

    project: str
    taken: bool
    why: str
    left: Fraction
    price: float | None = None


@dataclass(frozen=True)
class BudgetOutcome:
    """Winners in published order of the projects, and the steps that led there.

    rule: its full name, completions included. spent, budget: in the currency. share: money per
    ballot that Equal Shares ended with, None for other rules. close: a comparison was decided
    within rounding, so the published tie rule spoke. scores: what each project was sorted by.
    """

    rule: str
    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    spent: Fraction
    budget: Fraction
    scores: dict[str, Fraction]
    share: Fraction | None = None
    close: bool = False
