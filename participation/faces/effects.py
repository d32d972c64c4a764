"""Which effects of the options stand side by side, and on which scale."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

from twin.door import EffectRow, option_effects, run_states

AT_FIRST_SIGHT = 3
# Short, since what is kept has the shape of the code that made it.
KEPT_S = 600
T = TypeVar("T")
LEAST_SPAN = 0.05


@dataclass(frozen=True)
class EffectWords:
    """An effect with the scale of its bar.

    span: the largest change among all options, at least LEAST_SPAN of today's figure, so that
    a bar of next to nothing looks like next to nothing.
    """

    row: EffectRow
    span: float


def effects_by_option(scenario_ids: Sequence[int]) -> dict[int, list[EffectWords]]:
    """All effects on the whole city and everyone for each scenario, every code on one scale."""
    found = option_effects(scenario_ids)
    rows = {
        key: [row for row in found.get(key, []) if not (row.group or row.area)]
        for key in scenario_ids
    }
    spans: dict[str, float] = {}
    for options in rows.values():
        for row in options:
            least = LEAST_SPAN * abs(row.today.central)
            reach = max(abs(row.delta.low), abs(row.delta.high), least)
            spans[row.code] = max(spans.get(row.code, 0.0), reach)
    return {
        key: [EffectWords(row, spans[row.code] or 1.0) for row in options]
        for key, options in rows.items()
    }


def three_that_differ(scenario_ids: Sequence[int], key: str = "") -> dict[int, list[EffectWords]]:
    """For each scenario the same three effects: those in which the options differ most.

    Most: clear in most options, then the largest share of today's figure. At most one of three
    that tells neither of better nor worse, so that the choice means something to the reader.
    key: from `settled`, to keep the figures.
    """
    every = kept(key and f"effects:{key}", lambda: effects_by_option(scenario_ids))
    score: dict[str, tuple[int, float]] = {}
    for options in every.values():
        for words in options:
            row = words.row
            clear, most = score.get(row.code, (0, 0.0))
            part = abs(row.delta.central) / max(abs(row.today.central), 1e-9)
            judged = row.clear and row.better != "neither"
            score[row.code] = (clear + judged, max(most, part))
    chosen = sorted(score, key=lambda key: score[key], reverse=True)[:AT_FIRST_SIGHT]
    return {
        key: [words for wanted in chosen for words in options if words.row.code == wanted]
        for key, options in every.items()
    }


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
