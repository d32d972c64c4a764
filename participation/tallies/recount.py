"""An election file counted again: who wins, how long it took, and whether the official says so."""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction

from participation.tallies.budgets.naming import settle
from participation.tallies.interchange import read_pabulib


@dataclass(frozen=True)
class Recount:
    """What `manage.py tally` prints.

    winners: in the file's order. scores: as sorted by. official_reproduced: None where the file
    does not say who won. first_difference: the first project on the list where file and
    recount disagree. seconds: of counting, without reading.
    """

    rule: str
    winners: tuple[str, ...]
    scores: dict[str, float]
    rounds: tuple[dict[str, object], ...]
    seconds: float
    official_reproduced: bool | None
    first_difference: str | None
    remarks: tuple[str, ...]


def recount_budget(data: bytes, rule: str = "") -> Recount:
    """The recount of a Pabulib file; raises Unreadable or ValueError with what is wrong."""
    election = read_pabulib(data)
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
        remarks=election.remarks,
    )


def _short(value: Fraction) -> float:
    return int(value) if value.denominator == 1 else float(value)
