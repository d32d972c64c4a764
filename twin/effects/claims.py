"""What a plan clearly does, as few claims: figures in, claims out, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twin.comparison import Interval
from twin.effects.rows import EffectRow
from twin.effects.sides import PAIRED, PAIRS, Pair

AT_HOME = PAIRS[:2]
"""Noise and air; traffic at the door is what brings them, and is told where neither is clear."""
LIMITS = (
    "people_who_lden",
    "people_who_lnight",
    "people_limit_lden",
    "people_limit_lnight",
    "people_no2_who",
    "people_no2_2030",
    "people_pm25_who",
    "people_pm25_2030",
)
"""Counts of people above a limit. The one that changes most is said."""
TRIPS = "trip_minutes"


@dataclass(frozen=True)
class Touched:
    """Those who gain and, always beside them, those who bear. code: of those who gain.

    gain, loss: how many; one of the two is at least 1 in nine of ten draws, the other may not be.
    """

    code: str
    gain: Interval
    loss: Interval


@dataclass(frozen=True)
class Shift:
    """A figure of the whole city that clearly rises or falls. by: scenario minus today."""

    code: str
    by: Interval


Claim = Touched | Shift


def claims(rows: Sequence[EffectRow]) -> list[Claim]:
    """What may be said of a plan in one breath; empty when nothing is clear.

    rows: the plan's effects; only those on the whole city and everyone are read. Who gains and who
    bears come first, then people above a limit, then car trips. What is not larger than its
    uncertainty is not claimed. Where all of that goes one way but another figure clearly goes the
    other, the largest such figure (by its share of today's) is said too: no plan is all good
    because its bad side has another name.
    """
    whole = {row.code: row for row in rows if not (row.area or row.group)}
    clear = [row for row in whole.values() if row.clear and row.code not in PAIRED]
    found: list[Claim] = [*(_touched(whole, AT_HOME) or _touched(whole, PAIRS))]
    limits = [row for row in clear if row.code in LIMITS and round(abs(row.delta.central)) >= 1]
    if limits:
        found.append(_shift(max(limits, key=lambda row: abs(row.delta.central))))
    found += [_shift(row) for row in clear if row.code == TRIPS]
    return found + _unsaid(found, clear)


def at_least_one(people: Interval) -> bool:
    """Whether a count is clearly of somebody."""
    return round(people.low) >= 1


def _touched(whole: dict[str, EffectRow], pairs: Sequence[Pair]) -> list[Touched]:
    both = [pair for pair in pairs if pair.gain in whole and pair.loss in whole]
    found = [Touched(pair.gain, whole[pair.gain].then, whole[pair.loss].then) for pair in both]
    return [one for one in found if at_least_one(one.gain) or at_least_one(one.loss)]


def _unsaid(found: Sequence[Claim], clear: Sequence[EffectRow]) -> list[Shift]:
    """The largest figure of each way that no claim goes; of those that go neither, if alone."""
    ways = {row.code: row.direction for row in clear}
    told = {ways[claim.code] for claim in found if isinstance(claim, Shift)}
    for claim in found:
        if isinstance(claim, Touched):
            told |= {"better"} if at_least_one(claim.gain) else set()
            told |= {"worse"} if at_least_one(claim.loss) else set()
    rest = [row for row in clear if row.direction in {"better", "worse"} - told]
    if not (found or rest):
        rest = list(clear)
    most: dict[str, EffectRow] = {}
    for row in sorted(rest, key=_part):
        most[row.direction] = row
    return [_shift(row) for row in most.values()]


def _shift(row: EffectRow) -> Shift:
    return Shift(row.code, row.delta)


def _part(row: EffectRow) -> float:
    return abs(row.delta.central) / max(abs(row.today.central), 1e-9)
