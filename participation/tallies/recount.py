"""An election file counted again: who wins, how long it took, and whether the official says so."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from participation.tallies.approval import approval, ticked_sheet
from participation.tallies.budgets.naming import (
    CARDINALITY,
    EXACT_RULES,
    OTHER_RULES,
    rule_called,
    settle,
    unknown_to_us,
    warm_up,
)
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice, canonical
from participation.tallies.interchange import (
    BudgetElection,
    RankedElection,
    read_pabulib,
    read_preflib,
)
from participation.tallies.outcome import Tally
from participation.tallies.ranked import RankedPairs, pairwise, ranked_pairs, ranked_sheet
from participation.tallies.ranked.pairwise import Ranking

RANKED_RULES = (*(name for name, rule in RULES.items() if rule.form == "ranking"), "approval")
GRADED = ("ordinal", "cumulative", "scoring")
RANKED_FILES = (".soc", ".soi", ".toc", ".toi")


@dataclass(frozen=True)
class Recount:
    """What `manage.py tally` prints.

    winners: in the file's order. scores: as sorted by. official_reproduced: None where the file
    does not say who won. first_difference: the first project on the list where file and
    recount disagree. seconds: of counting, without reading. order: of a ranking, best first.
    """

    rule: str
    winners: tuple[str, ...]
    scores: dict[str, float]
    rounds: tuple[dict[str, object], ...]
    seconds: float
    official_reproduced: bool | None
    first_difference: str | None
    remarks: tuple[str, ...]
    order: tuple[str, ...] = ()


def recount_budget(data: bytes, rule: str = "") -> Recount:
    """The recount of a Pabulib file; raises Unreadable or ValueError with what is wrong."""
    election = read_pabulib(data, for_counting=True)
    # Compiling, once after an update of the code, is no part of counting.
    warm_up(rule or election.rule)
    began = time.perf_counter()
    outcome = settle(election, rule)
    seconds = time.perf_counter() - began
    official, found = election.official, set(outcome.winners)
    first = None
    if official is not None:
        first = next(
            (one.id for one in election.projects if (one.id in official) != (one.id in found)), None
        )
    return Recount(
        rule=outcome.rule,
        winners=outcome.winners,
        scores={name: _short(score) for name, score in outcome.scores.items()},
        rounds=tuple(
            {
                "project": step.project,
                "taken": step.taken,
                "why": step.why,
                "left": _short(step.left),
                "price": step.price,
            }
            for step in outcome.steps
        ),
        seconds=seconds,
        official_reproduced=None if official is None else first is None,
        first_difference=first,
        remarks=(*election.remarks, *_assumed(election, outcome.rule, rule)),
    )


def _assumed(election: BudgetElection, counted: str, asked: str) -> Iterator[str]:
    """What the file leaves open, and how it was taken."""
    if not asked and election.rule.lower() == "unknown":
        yield "the file names no rule; it was counted by greedy"
    yield from unknown_to_us(election, counted)
    if counted.startswith("equalshares") and election.vote_type in GRADED:
        yield (
            f"Equal Shares takes every project that a ballot of type {election.vote_type} names "
            "as approved alike, save those with no points"
        )


def recount(name: str, data: bytes, rule: str = "") -> Recount:
    """The recount of a file by its name's ending: PrefLib's four, or Pabulib; or how it begins.

    Raises Unreadable or ValueError with what is wrong.
    """
    ending = name.lower()
    ranked = ending.endswith(RANKED_FILES)
    if not ranked and not ending.endswith(".pb"):
        # Of a file by another name, the first sign tells: "# KEY: value", or a number.
        ranked = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in b"#0123456789" and bool(data)
    return recount_ranked(data, rule) if ranked else recount_budget(data, rule)


def recount_ranked(data: bytes, rule: str = "") -> Recount:
    """The recount of a PrefLib file, by Schulze unless told otherwise.

    approval: every option that a ballot ranks counts as approved. scores: options that each
    defeats, or approvals. rounds: the pairs, the clearest win first; of an instant runoff, who
    goes out in each, and with how many ballots.
    """
    rule = rule_called(rule) or "schulze"
    if rule not in RANKED_RULES:
        known = rule.partition(CARDINALITY)[0] in (*EXACT_RULES, *OTHER_RULES)
        unfit = f"{rule} does not count rankings, as this file holds"
        what = unfit if known else f"no rule is called {rule[:60]!r}"
        raise ValueError(f"{what}; there are: {', '.join(RANKED_RULES)}")
    election = read_preflib(data)
    began = time.perf_counter()
    names = list(election.alternatives)
    places = range(len(names))
    ballots = _by_place(election)
    pairs = pairwise(ranked_sheet(ballots, places))
    rounds = _pairs_told(ranked_pairs(pairs), names)
    if rule == "approval":
        named = [(tuple(one for tier in b for one in tier), n) for b, n in ballots.items()]
        counted = approval(ticked_sheet(named, places))
        order = list(counted.order)
        scores = {names[one]: float(number) for one, number in counted.approvals.items()}
    else:
        tally = _counted(rule, ballots, places)
        order = [one.option for one in tally.standings]
        rounds = _rounds_told(tally, names) or rounds
        scores = {
            names[one]: float(sum(pairs.beats(one, other) for other in places)) for one in places
        }
    return Recount(
        rule=rule,
        winners=(names[order[0]],),
        scores=scores,
        rounds=rounds,
        seconds=time.perf_counter() - began,
        official_reproduced=None,
        first_difference=None,
        remarks=election.remarks,
        order=tuple(names[one] for one in order),
    )


def _by_place(election: RankedElection) -> dict[Ranking, int]:
    place = {name: at for at, name in enumerate(election.alternatives)}
    return {
        tuple(tuple(place[one] for one in tier) for tier in tiers): times
        for tiers, times in election.orders.items()
    }


def _counted(rule: str, ballots: Mapping[Ranking, int], places: Sequence[int]) -> Tally:
    """The tally by a rule of the catalogue, which says all options in their order."""
    texts = ((canonical({"ranking": tiers}), times) for tiers, times in ballots.items())
    return RULES[rule].count(texts, [Choice(one, None, False) for one in places], {})


def _rounds_told(tally: Tally, names: list[str]) -> tuple[dict[str, object], ...]:
    """Who goes out in each round and with how many ballots, where a rule counts in rounds."""
    return tuple(
        {"out": names[out], "votes": votes[out], "spent": spent}
        for out, votes, spent in tally.detail.get("rounds", ())
    )


def _pairs_told(pairs: RankedPairs, names: list[str]) -> tuple[dict[str, object], ...]:
    return tuple(
        {
            "winner": names[lock.winner],
            "loser": names[lock.loser],
            "votes": lock.votes,
            "against": lock.against,
            "locked": lock.locked,
        }
        for lock in pairs.locks
    )


def _short(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
