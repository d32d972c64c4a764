"""A budget rule by the name that election files give it, and what a file's ballots mean for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, repeat

from participation.tallies.budgets.greedy import greedy
from participation.tallies.budgets.knapsack import knapsack
from participation.tallies.budgets.outcome import BudgetOutcome
from participation.tallies.budgets.profile import BudgetProfile, profile_of
from participation.tallies.catalogue import RULES
from participation.tallies.interchange import BudgetElection, Vote
from participation.tallies.interchange.votes import size_of

EXACT_RULES = (
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "knapsack",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "equalshares/add1u",
    "equalshares/add1u-comparison",
    "equalshares/greedy",
)
"""Names as Pabulib writes them, and ours for what it has no name for."""
CARDINALITY = ":cardinality"
"""Added to the name of an Equal Shares rule: every project counts one, whatever it costs."""
SHARES = re.compile(
    r"(?:equal-?shares?|(?:method-of-)?equal-shares|mes|rule-?x)"
    r"(?:[/+-](?P<completion>add1u|add1|greedy))?(?P<comparison>[/-]comparison)?"
    r"(?P<cardinality>[:/-]cardinality|-\(cardinality\))?"
)
ALIASES = {
    "greedy-skip": "greedy",
    "greedy-noskip": "greedy-no-skip",
    "rankedpairs": "ranked-pairs",
    "tideman": "ranked-pairs",
    "approval-voting": "approval",
    "irv": "instant-runoff",
}
OTHER_RULES = tuple(name for name, rule in RULES.items() if not rule.budget)
"""Rules of this software that choose one option, not projects for a budget."""
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,30})?")
PARTED_BUDGET = ("budget_per_category", "budget_per_neighborhood", "leftover_budget")
"""Keys of META by which some cities (Amsterdam) part their money; the rules here do not."""
POZNAN_LAST_SHARE = Fraction(4, 5)
"""Poznań pays for the first project that does not fit when four fifths of its cost are left."""


def election_profile(election: BudgetElection) -> BudgetProfile:
    """Ballots and scores of a file: approvals count one, points their sum, ranks Borda's points.

    Ordinal: the first of a ballot gets as many points as META's max_length (or the ballot's own
    length), the next one less, and so on; that is what the official scores of Kraków follow.
    """
    return profile_of(
        {one.id: one.cost for one in election.projects},
        election.budget,
        Counter(map(_supported, election.votes)).items(),
        None if _counts_supporters(election) else _points(election),
    )


def _supported(vote: Vote) -> tuple[str, ...]:
    """What Equal Shares takes as approved: projects that a ballot names, and with no points ≤ 0."""
    if not any(points <= 0 for points in vote.points):
        return vote.projects
    pairs = zip(vote.projects, vote.points, strict=True)
    return tuple(name for name, points in pairs if points > 0)


def _counts_supporters(election: BudgetElection) -> bool:
    """Whether every project that a ballot names gets one point of it."""
    plain = election.vote_type in ("approval", "choose-1")
    return plain and not any("vote_strength" in vote.columns for vote in election.votes[:1])


def _points(election: BudgetElection) -> dict[str, Fraction]:
    """Sum of the points of each project."""
    # Scoring: what a ballot does not name gets META's default_score.
    default: int | Fraction = _number(
        election.meta.get("default_score", ""), Fraction(0), "META's default_score"
    )
    default = default.numerator if default.denominator == 1 else default
    score: dict[str, int | Fraction] = dict.fromkeys((one.id for one in election.projects), 0)
    size = size_of(election.meta.get("max_length", ""))
    ranked = election.vote_type == "ordinal"
    for vote in election.votes:
        given: Iterable[int | Fraction] = vote.points or repeat(1)
        if ranked and not vote.points:
            top = len(vote.projects) if size is None else size
            given = (max(0, top - place) for place in range(len(vote.projects)))
        if "vote_strength" in vote.columns:
            strength = _number(vote.columns["vote_strength"], Fraction(1), "a vote_strength")
            given = [points * strength for points in islice(given, len(vote.projects))]
        for name, points in zip(vote.projects, given, strict=False):
            score[name] += points - default
    whole = default * len(election.votes)
    return {name: Fraction(points + whole) for name, points in score.items()}


def _number(text: str, otherwise: Fraction, what: str) -> Fraction:
    if not text.strip():
        return otherwise
    if not NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{what} is {text.strip()[:40]!r}, not a number")
    return Fraction(text.strip())


def rule_called(name: str) -> str:
    """A rule's own name for the ways that people write it; an unknown name in small letters."""
    plain = re.sub(r"[\s_]+", "-", name.strip().lower())
    found = SHARES.fullmatch(plain)
    if found:
        whole = "equalshares" + (f"/{found['completion']}" if found["completion"] else "")
        whole += "-comparison" if found["comparison"] else ""
        return whole + (CARDINALITY if found["cardinality"] else "")
    return ALIASES.get(plain, plain)


def settle(election: BudgetElection, rule: str = "") -> BudgetOutcome:
    """The election's outcome under `rule`, or under the one its file names.

    Raises ValueError when the rule is none of EXACT_RULES (an Equal Shares rule may end in
    ":cardinality"); "unknown" is settled greedily.
    """
    name, by_number, _ = rule_called(rule or election.rule).partition(CARDINALITY)
    if name == "unknown":
        name = "greedy"
    if name not in EXACT_RULES:
        unfit = f"{name} does not share out a budget, as this file does"
        what = unfit if name in OTHER_RULES else f"no rule is called {name[:60]!r}"
        known = ", ".join(EXACT_RULES)
        raise ValueError(f"{what}; there are: {known}")
    profile = election_profile(election)
    if name == "knapsack":
        return knapsack(profile)
    if name.startswith("greedy"):
        return _greedily(election, profile, name)
    # Only who counts by it waits for its compiler.
    from participation.tallies.budgets.shares import equal_shares

    _, _, completion = name.removesuffix("-comparison").partition("/")
    return equal_shares(
        profile,
        satisfaction="cardinality" if by_number else "cost",
        completion=completion,
        comparison=name.endswith("-comparison"),
    )


def unknown_to_us(election: BudgetElection, counted: str) -> Iterator[str]:
    """Remarks on what a rule of that name does besides, and the file does not tell."""
    if counted == "greedy-exclusive":
        yield (
            "under greedy-exclusive some projects shut out others; the file does not tell which, "
            "so all were counted as if none did"
        )
    if counted == "greedy-custom" and not _poznan(election):
        yield "the file does not tell what is special about its greedy-custom; it was left out"
    for key in PARTED_BUDGET:
        if election.meta.get(key, "").strip():
            yield f"META's {key} was not used: all projects were paid for out of one budget"


def _poznan(election: BudgetElection) -> bool:
    return election.meta.get("unit", "").strip() == "Poznań"


def warm_up(rule: str) -> None:
    """Compile what counting by `rule` needs, or read it from where it was kept."""
    if rule_called(rule).startswith("equalshares"):
        from participation.tallies.budgets.shares import equal_shares

        equal_shares(profile_of({"": Fraction(1)}, Fraction(1), [(("",), 1)]))


def _greedily(election: BudgetElection, profile: BudgetProfile, name: str) -> BudgetOutcome:
    least = election.meta.get("min_project_score_threshold", "")
    poznan = name == "greedy-custom" and _poznan(election)
    found = greedy(
        profile,
        skip=not (poznan or name == "greedy-no-skip"),
        least_score=_number(least, Fraction(0), "META's min_project_score_threshold"),
        last_share=POZNAN_LAST_SHARE if poznan else None,
    )
    return BudgetOutcome(**{**vars(found), "rule": name})
