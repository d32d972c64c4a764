"""Matching voters to ballots by anything that can be sorted, and how far that is from chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import Any

# All tests of one run together call a box that keeps its secrets leaky once in 100,000 runs.
FALSE_ALARM = 1e-5

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One election as the attacker holds it, and the truth that they are after.

    voters, ballots: what is known of each, by column; any value that sorts. truth: of each voter,
    what their ballot says. says: of each ballot, what it says.
    """

    voters: Sequence[Columns]
    ballots: Sequence[Columns]
    truth: Sequence[str]
    says: Sequence[str]


@dataclass
class Score:
    """Hits against what chance would give; adds up over elections."""

    hits: float = 0.0
    expected: float = 0.0
    variance: float = 0.0
    voters: int = 0

    @property
    def sigmas(self) -> float:
        """How many standard deviations above chance."""
        return (self.hits - self.expected) / sqrt(self.variance) if self.variance else 0.0


@dataclass
class Report:
    """What each strategy found over all elections.

    matched: voters told the right ballot by sorting both sides and laying them side by side.
    leaning: rank correlation of a column of the voters with one of their own ballots.
    """

    matched: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    leaning: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))

    @property
    def bound(self) -> float:
        """Standard deviations that chance alone exceeds in no strategy, but for FALSE_ALARM."""
        tries = 2 * len(self.leaning) + len(self.matched)
        return NormalDist().inv_cdf(1 - FALSE_ALARM / tries)

    def best(self) -> tuple[str, Score]:
        """The strategy that matched the most beyond chance."""
        return max(self.matched.items(), key=lambda item: item[1].sigmas)

    def most_leaning(self) -> tuple[str, Score]:
        """The pair of columns that depends the most on one another, in either direction."""
        return max(self.leaning.items(), key=lambda item: abs(item[1].sigmas))


def attack(cases: Sequence[Case], seed: int = 4) -> Report:
    """Try every column of the voters against every column of the ballots, both ways round."""
    report, lot = Report(), Random(seed)
    for case in cases:
        # Rows in an order by lot, so that a column with equal values does not carry the truth.
        voters = lot.sample(range(len(case.voters)), len(case.voters))
        ballots = lot.sample(range(len(case.ballots)), len(case.ballots))
        voter_ranks = _ranks(case.voters, voters)
        ballot_ranks = _ranks(case.ballots, ballots)
        for voter_column, by_voter in voter_ranks.items():
            for ballot_column, by_ballot in ballot_ranks.items():
                name = f"{voter_column} ~ {ballot_column}"
                _match(report, name, case, by_voter, by_ballot)
                _lean(report, name, case, by_voter, by_ballot)
    return report


def _ranks(rows: Sequence[Columns], lot: list[int]) -> dict[str, list[int]]:
    """By column: row numbers from the smallest value to the largest; a row may lack a column."""
    columns = {column for row in rows for column in row}
    found = {}
    for column in sorted(columns):
        having = [place for place in lot if column in rows[place]]
        if len(having) == len(rows):
            found[column] = sorted(having, key=lambda place: rows[place][column])
    return found


def _match(report: Report, name: str, case: Case, voters: list[int], ballots: list[int]) -> None:
    expected, variance = chance(case.truth, case.says)
    for label, order in ((name, ballots), (f"{name} backwards", ballots[::-1])):
        score = report.matched[label]
        pairs = zip(voters, order, strict=False)
        score.hits += sum(case.truth[voter] == case.says[ballot] for voter, ballot in pairs)
        score.expected += expected
        score.variance += variance
        score.voters += len(voters)


def chance(truth: Sequence[str], says: Sequence[str]) -> tuple[float, float]:
    """Mean and variance of the hits when ballots are laid beside voters by lot (exact).

    Both sides hold the same texts. With n_c ballots of text c out of n: mean sum(n_c^2)/n.
    """
    counts = list(Counter(truth).values())
    number = len(truth)
    if Counter(truth) != Counter(says):
        raise ValueError("the box holds other ballots than were cast")
    if number < 2:
        return float(number), 0.0
    squares = sum(count**2 for count in counts)
    mean = squares / number
    same = sum((count * (count - 1)) ** 2 for count in counts)
    other = squares**2 - sum(count**4 for count in counts)
    return mean, mean + (same + other) / (number * (number - 1)) - mean**2


def _lean(report: Report, name: str, case: Case, voters: list[int], ballots: list[int]) -> None:
    """Spearman's rank correlation over true pairs; its variance under chance is 1 / (n - 1)."""
    number = len(case.truth)
    if number < 3 or len(set(case.truth)) < number:
        return
    place_of = {case.says[ballot]: place for place, ballot in enumerate(ballots)}
    gaps = sum((place - place_of[case.truth[voter]]) ** 2 for place, voter in enumerate(voters))
    score = report.leaning[name]
    score.hits += 1 - 6 * gaps / (number * (number**2 - 1))
    score.variance += 1 / (number - 1)
    score.voters += number
