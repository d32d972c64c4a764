"""Which effects of the options stand side by side, and on which scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twin.door import EffectRow, option_effects

AT_FIRST_SIGHT = 3
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


def three_that_differ(scenario_ids: Sequence[int]) -> dict[int, list[EffectWords]]:
    """For each scenario the same three effects: those in which the options differ most.

    Most: clear in most options, then the largest share of today's figure. At most one of three
    that tells neither of better nor worse, so that the choice means something to the reader.
    """
    every = effects_by_option(scenario_ids)
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
