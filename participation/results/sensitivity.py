"""What if every area had counted by its people? A sensitivity beside the count, never instead.

Who took part is known by area, what ballots say is known, which ballot is of which area is not,
and must not be. So the areas' weights are known (raking), and with them the effective number of
voices; the weighted result is not, but it lies between two bounds that are (weighting.bounds).
See decisions/0016-results.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from participation.results.areas import AreaRow
from participation.results.marks import Marks
from participation.tallies.catalogue import RULES
from participation.tallies.content import HIGHEST
from participation.tallies.laws import Law
from participation.tallies.outcome import Tally
from participation.weighting import effective_number, rake, weighted_mean

# A voice counts five times at most, and for a fifth at least: D. Izrael et al. 2009 trim alike.
LEAST, MOST = 0.2, 5.0
# What a band is of, by the form of the ballots.
MEASURES = {
    "ticks": "share",
    "scores": "mean",
    "points": "mean",
    "grades": "better",
    "ranking": "lead",
}


@dataclass(frozen=True)
class Weight:
    """The weight of one voice of an area, 1 on average over all areas."""

    name: str
    voted: int
    weight: float


@dataclass(frozen=True)
class Band:
    """An option's figure between its bounds. plain: as counted, each ballot alike."""

    option: int
    low: float
    plain: float
    high: float


@dataclass(frozen=True)
class Sensitivity:
    """The outcome of weighting by area.

    voices: ballots weighed. known: those of them whose area is known. effective_n: of how many
    equally weighted voices the weighted result would be worth. converged, gap, trimmed: see
    weighting.Raked. measure: what a band is of, among all who took part: "share" that ticked the
    option, "mean" points, "better" (share that grades it at least as high as the winner's middle
    grade), "lead" (share that puts the winner before it, less the share that does the opposite).
    firm: whether the winner stays first whichever areas had which ballots; None in a budget.
    """

    weights: tuple[Weight, ...]
    voices: int
    known: int
    effective_n: float
    converged: bool
    gap: float
    trimmed: int
    measure: str
    bands: tuple[Band, ...]
    firm: bool | None

    def packed(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def unpacked(cls, told: Mapping[str, Any]) -> Sensitivity:
        """From JSON."""
        lists = {
            "weights": tuple(Weight(**one) for one in told["weights"]),
            "bands": tuple(Band(**one) for one in told["bands"]),
        }
        return cls(**{**told, **lists})


def sensitivity_of(
    tally: Tally,
    form: str,
    single: bool,
    contents: Mapping[str, int],
    areas: Sequence[AreaRow],
) -> Sensitivity | None:
    """The sensitivity, from what is published alone; None where it would say nothing.

    form: of the ballots. single: whether whoever is first wins, alone. Voices of areas that are not
    shown, and those without an area, count once. Two areas at least must be known.
    """
    shown = [row for row in areas if row.voted and row.eligible]
    known = sum(row.voted or 0 for row in shown)
    voices = tally.ballots + tally.abstentions
    if len(shown) < 2 or known > voices or not tally.ballots:
        return None
    raked = rake(
        {(row.name,): row.voted or 0 for row in shown},
        [{row.name: float(row.eligible or 0) for row in shown}],
        least=LEAST,
        most=MOST,
    )
    weights = tuple(Weight(row.name, row.voted or 0, raked.weights[row.name,]) for row in shown)
    pairs = [(one.weight, one.voted) for one in weights]
    if voices > known:
        pairs.append((1.0, voices - known))
    marks = Marks(form, contents, [one.option for one in tally.standings])
    winner = tally.winner
    return Sensitivity(
        weights=weights,
        voices=voices,
        known=known,
        effective_n=effective_number(pairs),
        converged=raked.converged,
        gap=raked.gap,
        trimmed=raked.trimmed,
        measure=MEASURES[form],
        bands=tuple(_bands(tally, marks, pairs)),
        firm=_is_firm(tally.rule, marks, winner, pairs) if single and winner is not None else None,
    )


def _bands(tally: Tally, marks: Marks, pairs: Sequence[tuple[float, int]]) -> Iterator[Band]:
    """The figure of each option, of all who took part; in a ranking, the winner's lead over it."""
    winner = tally.winner
    for one in tally.standings:
        if marks.form in ("ranking", "grades") and winner is None:
            return
        if marks.form == "ranking":
            if one.option == winner:
                continue
            values = marks.leads(winner or 0, one.option)
        elif marks.form == "grades":
            values = marks.at_least(one.option, marks.middle(winner or 0))
        else:
            values = marks.of(one.option)
        found = weighted_mean(values, pairs)
        yield Band(one.option, found.low, found.plain, found.high)


def _is_firm(rule: str, marks: Marks, winner: int, pairs: Sequence[tuple[float, int]]) -> bool:
    """Whether the winner surely stays first; a doubt that the bounds leave counts as doubt."""
    form, others = marks.form, [one for one in marks.options if one != winner]
    if form == "ranking" and not RULES[rule].keeps(Law.BEATS_ALL):
        # Who wins every duel may lose; who alone comes first on more than half cannot.
        return weighted_mean(marks.alone(winner), pairs).low > 0
    if form == "grades":
        return any(_parts(marks, winner, others, grade, pairs) for grade in range(1, HIGHEST + 1))
    ahead = [weighted_mean(marks.gaps(winner, one), pairs).low > 0 for one in others]
    if form in ("ticks", "points"):
        return all(ahead)
    beats = all(weighted_mean(marks.leads(winner, one), pairs).low > 0 for one in others)
    # The two with the most stars go into the runoff: at most one may pass the winner there.
    return beats and (form == "ranking" or ahead.count(False) <= 1)


def _parts(
    marks: Marks,
    winner: int,
    others: Sequence[int],
    grade: int,
    pairs: Sequence[tuple[float, int]],
) -> bool:
    """Whether the winner's middle grade is surely `grade` or better, and all others' are worse."""
    if weighted_mean(marks.sides(winner, grade), pairs).low <= 0:
        return False
    return all(weighted_mean(marks.sides(one, grade), pairs).high <= 0 for one in others)
