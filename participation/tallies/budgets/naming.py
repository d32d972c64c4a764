"""A budget rule by the name that election files give it, and what a file's ballots mean for it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from participation.tallies.budgets.greedy import greedy
from participation.tallies.budgets.knapsack import knapsack
from participation.tallies.budgets.outcome import BudgetOutcome
from participation.tallies.budgets.profile import BudgetProfile, profile_of
from participation.tallies.interchange import BudgetElection

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
        Counter(vote.projects for vote in election.votes).items(),
        None if _counts_supporters(election) else _points(election),
    )


def _counts_supporters(election: BudgetElection) -> bool:
    """Whether every project that a ballot names gets one point of it."""
    plain = election.vote_type in ("approval", "choose-1")
    return plain and not any("vote_strength" in vote.columns for vote in election.votes[:1])


def _points(election: BudgetElection) -> dict[str, Fraction]:
    """Sum of the points of each project."""
    longest = election.meta.get("max_length", "").strip()
    # Scoring: what a ballot does not name gets META's default_score.
    default = _number(election.meta.get("default_score", ""), Fraction(0))
    score = dict.fromkeys((one.id for one in election.projects), default * len(election.votes))
    for vote in election.votes:
        strength = _number(vote.columns.get("vote_strength", ""), Fraction(1))
        top = int(longest) if longest.isdigit() else len(vote.projects)
        for place, name in enumerate(vote.projects):
            points = Fraction(1)
            if vote.points:
                points = vote.points[place]
            elif election.vote_type == "ordinal":
                points = Fraction(max(0, top - place))
            score[name] += points * strength - default
    return score


def _number(text: str, otherwise: Fraction) -> Fraction:
    return Fraction(text.strip()) if text.strip() else otherwise


def settle(election: BudgetElection, rule: str = "") -> BudgetOutcome:
    """The election's outcome under `rule`, or under the one its file names.

    Raises ValueError when the rule is none of EXACT_RULES (an Equal Shares rule may end in
    ":cardinality"); "unknown" is settled greedily.
    """
    name = (rule or election.rule).strip().lower()
    name, by_number, _ = name.partition(CARDINALITY)
    if name == "unknown":
        name = "greedy"
    if name not in EXACT_RULES:
        raise ValueError(f"no rule is called {name!r}; there are: {', '.join(EXACT_RULES)}")
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


def warm_up(rule: str) -> None:
    """Compile what counting by `rule` needs, or read it from where it was kept."""
    if rule.strip().lower().startswith("equalshares"):
        from participation.tallies.budgets.shares import equal_shares

        equal_shares(profile_of({"": Fraction(1)}, Fraction(1), [(("",), 1)]))


def _greedily(election: BudgetElection, profile: BudgetProfile, name: str) -> BudgetOutcome:
    least = election.meta.get("min_project_score_threshold", "").strip()
    poznan = name == "greedy-custom" and election.meta.get("unit", "").strip() == "Poznań"
    found = greedy(
        profile,
        skip=not (poznan or name == "greedy-no-skip"),
        least_score=Fraction(least) if least else Fraction(0),
        last_share=POZNAN_LAST_SHARE if poznan else None,
    )
    return BudgetOutcome(**{**vars(found), "rule": name})
