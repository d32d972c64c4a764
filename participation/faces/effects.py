"""Which effects of the options stand side by side, and on which scale."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from twin.door import (
    PAIRED,
    EffectRow,
    Sides,
    SidesLine,
    option_effects,
    run_states,
    sides_of,
    sides_table,
    summary,
)

AT_FIRST_SIGHT = 3
MOST_PAIRS = 2
"""Of what is seen at first: so that not only counts of people stand there."""
# Short, since what is kept has the shape of the code that made it.
KEPT_S = 600
T = TypeVar("T")
LEAST_SPAN = 0.05


@dataclass(frozen=True)
class EffectWords:
    """An effect with the scale of its bar.

    span: the largest change among all options, at least LEAST_SPAN of today's figure, so that
    a bar of next to nothing looks like next to nothing. sides: those who gain and those who
    bear, where `row` is the count of one of them.
    """

    row: EffectRow
    span: float
    sides: Sides | None = None


@dataclass(frozen=True)
class FirstSight:
    """What a question shows of its options' effects.

    three: for each scenario the same three effects, see `three_that_differ`. sides: who gains and
    who bears, by district and group, with a cell for each of the options that change something.
    said: each of these options in one sentence.
    """

    three: dict[int, list[EffectWords]]
    sides: list[SidesLine]
    said: dict[int, str]


def first_sight(scenario_ids: Sequence[int], changing: Sequence[int], key: str = "") -> FirstSight:
    """The effects of a question's options. changing: those that are not the city as it is.

    key: from `settled`, to keep the figures.
    """

    def look() -> FirstSight:
        found = option_effects(scenario_ids)
        three = three_that_differ(_by_option(found, scenario_ids))
        rows = {one: found.get(one, []) for one in changing}
        return FirstSight(three, sides_table(rows), {one: summary(rows[one]) for one in rows})

    return kept(key and f"effects:{key}:{list(changing)}", look)


def effects_by_option(scenario_ids: Sequence[int]) -> dict[int, list[EffectWords]]:
    """All effects on the whole city and everyone for each scenario, every code on one scale.

    Those who gain and those who bear are one effect, under the code of the gain.
    """
    return _by_option(option_effects(scenario_ids), scenario_ids)


def _by_option(
    found: Mapping[int, Sequence[EffectRow]], scenario_ids: Sequence[int]
) -> dict[int, list[EffectWords]]:
    rows = {
        key: [row for row in found.get(key, []) if not (row.group or row.area)]
        for key in scenario_ids
    }
    sides = {key: {one.code: one for one in sides_of(options)} for key, options in rows.items()}
    spans: dict[str, float] = {}
    for key, options in rows.items():
        for row in options:
            reach = _reach(row, sides[key].get(row.code))
            spans[row.code] = max(spans.get(row.code, 0.0), reach)
    return {
        key: [
            EffectWords(row, spans[row.code] or 1.0, sides[key].get(row.code))
            for row in options
            if row.code not in PAIRED or row.code in sides[key]
        ]
        for key, options in rows.items()
    }


def _reach(row: EffectRow, sides: Sides | None) -> float:
    if sides is not None:
        return max(sides.gain.high, sides.loss.high)
    least = LEAST_SPAN * abs(row.today.central)
    return max(abs(row.delta.low), abs(row.delta.high), least)


def three_that_differ(every: Mapping[int, list[EffectWords]]) -> dict[int, list[EffectWords]]:
    """For each scenario the same three effects: those in which the options differ most.

    Most: clear in most options, then the largest share of today's figure. At most one of three
    that tells neither of better nor worse, so that the choice means something to the reader, and
    at most MOST_PAIRS of those who gain and bear.
    """
    score: dict[str, tuple[int, float]] = {}
    pairs = {words.row.code for options in every.values() for words in options if words.sides}
    for options in every.values():
        for words in options:
            clear, most = score.get(words.row.code, (0, 0.0))
            here, part = _score(words)
            score[words.row.code] = (clear + here, max(most, part))
    ranked = sorted(score, key=lambda code: score[code], reverse=True)
    late = [code for code in ranked if code in pairs][MOST_PAIRS:]
    chosen = [code for code in ranked if code not in late][:AT_FIRST_SIGHT]
    return {
        key: [words for wanted in chosen for words in options if words.row.code == wanted]
        for key, options in every.items()
    }


def _score(words: EffectWords) -> tuple[int, float]:
    """Whether it is clear and judged, and how much it is against today."""
    row, sides = words.row, words.sides
    if sides is not None:
        # Today nobody gains or bears: people touched stand before any share of a figure.
        return int(sides.touched >= 1), 1.0 + sides.touched
    part = abs(row.delta.central) / max(abs(row.today.central), 1e-9)
    return int(row.clear and row.better != "neither"), min(part, 1.0)


def settled(scenario_ids: Sequence[int]) -> str:
    """A key for what was computed of these scenarios, once every run is done; "" before."""
    states = [state for row in run_states(scenario_ids).values() for state in row]
    if not states or any(state.status != "done" for state in states):
        return ""
    runs = sorted({state.run for state in states})
    said = "|".join([get_language() or "", *map(str, scenario_ids), *runs])
    return hashlib.sha256(said.encode()).hexdigest()


def kept(key: str, make: Callable[[], T]) -> T:
    """What `make` gives, from the cache where it is there; an empty key keeps nothing.

    Only for what the key determines wholly: the figures of finished runs never change.
    """
    if not key:
        return make()
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_S)
    return found
