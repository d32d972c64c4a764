"""What a budget rule returns: who is paid for, in which order, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Step:
    """One decision on one project, in the order taken.

    taken: paid for. why: "fits", "too dear", "too few" (below the least score), "stopped" (an
    earlier one did not fit), "topped up" (most of its cost was left), "shared" (its supporters
    paid), "completed" (money was left over). left: money left after the step. Of "shared": price,
    the most that one supporter paid, in the currency; payers: ballots that paid it; emptied:
    ballots that paid less, because it was all they had left.
    """

    project: str
    taken: bool
    why: str
    left: Fraction
    price: float | None = None
    payers: int | None = None
    emptied: int | None = None


@dataclass(frozen=True)
class Compared:
    """Ballots that get more out of this outcome, and out of greedy's; kept: this one stands.

    other: what greedy would have paid for.
    """

    kept: bool
    more_here: int
    more_there: int
    other: tuple[str, ...]


@dataclass(frozen=True)
class BudgetOutcome:
    """Winners in published order of the projects, and the steps that led there.

    rule: its full name, completions included. spent, budget: in the currency. scores: what each
    project was sorted by. Of Equal Shares only: first_share, share: money per ballot that it began
    and ended with; raises: steps between them; purses: money that the supporters of each project
    had left together before any completion; compared: with greedy; close: two prices were level to
    eleven digits, so the published tie rule spoke.
    """

    rule: str
    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    spent: Fraction
    budget: Fraction
    scores: dict[str, Fraction]
    share: Fraction | None = None
    close: bool = False
    first_share: Fraction | None = None
    raises: int = 0
    purses: dict[str, float] | None = None
    compared: Compared | None = None
