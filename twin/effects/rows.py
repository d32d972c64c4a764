"""What options would change: their figures beside today's, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twin.analyses.catalogue import indicator_text
from twin.analyses.units import PERIODS
from twin.comparison import Delta, Figure, Interval, compare_figures
from twin.effects.states import asked
from twin.effects.wording import difference_words, figure_label, unit_word
from twin.models import AnalysisRun, Indicator

A_WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True)
class EffectRow:
    """One effect of one option.

    label, sentence: in the active language; label names the population group where there is one.
    unit: as text; unit_code: the same in every language, as the model gives it; period: what the
    figure is counted over ("hour", "day", ""). better: "lower", "higher", "neither". today, then,
    delta: figures with low <= central <= high. clear: the difference is larger than what we are
    unsure of. words: the difference in a few words. direction: "better", "worse" or "unclear" (also
    where neither way is better). run: fingerprint, for the page at [run].
    """

    code: str
    label: str
    sentence: str
    unit: str
    better: str
    decimals: int
    area: str
    group: str
    analysis: str
    run: str
    today: Interval
    then: Interval
    delta: Interval
    clear: bool
    direction: str
    words: str
    unit_code: str = ""
    period: str = ""


def option_effects(scenario_ids: Sequence[int]) -> dict[int, list[EffectRow]]:
    """For each scenario what it changes against today, from finished runs; two queries in all.

    A scenario whose runs (or whose baseline's) are not finished has fewer rows. The baseline's
    own rows have delta 0 and are never clear. Order: as the analyses give their figures.
    """
    wanted = asked(scenario_ids)
    pairs = {(run, base[name]) for mine, base in wanted.values() for name, run in mine.items()}
    deltas = _deltas(pairs)
    language = get_language()
    return {
        scenario_id: [
            _row(delta, name, run, language)
            for name, run in mine.items()
            for delta in deltas.get((run, base[name]), ())
        ]
        for scenario_id, (mine, base) in wanted.items()
    }


def _deltas(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], list[Delta]]:
    """Differences of pairs of finished runs, kept in the cache: a finished run never changes."""
    keys = {f"deltas:{run}:{base}": (run, base) for run, base in pairs}
    found = {keys[key]: deltas for key, deltas in cache.get_many(list(keys)).items()}
    missing = pairs - found.keys()
    if missing:
        figures = _figures({run for pair in missing for run in pair})
        new = {pair: compare_figures(figures[pair[0]], figures[pair[1]]) for pair in missing}
        found.update(new)
        cache.set_many(
            {f"deltas:{run}:{base}": rows for (run, base), rows in new.items() if rows}, A_WEEK_S
        )
    return found


def _figures(runs: Iterable[str]) -> dict[str, list[Figure]]:
    """Stored figures by fingerprint of finished runs."""
    found: dict[str, list[Figure]] = defaultdict(list)
    rows = Indicator.objects.filter(
        run__fingerprint__in=list(runs), run__status=AnalysisRun.Status.DONE
    ).order_by("run_id", "pk")
    columns = ("run__fingerprint", "code", "unit", "area", "group", "low", "central", "high")
    for run, code, unit, area, group, low, central, high, samples in rows.values_list(
        *columns, "samples"
    ):
        found[run].append(
            Figure(code, unit, area, group, Interval(low, central, high), tuple(samples))
        )
    return found


@lru_cache(maxsize=4096)
def _row(delta: Delta, analysis: str, run: str, _language: str | None) -> EffectRow:
    text = indicator_text(delta.code)
    decimals = text.decimals if text else 1
    better = text.better if text else "neither"
    clear = delta.clear and round(delta.delta.central, decimals) != 0
    falls = delta.delta.central < 0
    unit = unit_word(delta.unit)
    direction = "unclear"
    if clear and better != "neither":
        direction = "better" if falls == (better == "lower") else "worse"
    return EffectRow(
        code=delta.code,
        label=figure_label(delta.code, delta.group),
        sentence=_(text.sentence) if text else "",
        unit=unit,
        unit_code=delta.unit,
        period=PERIODS.get(delta.unit, ""),
        better=better,
        decimals=decimals,
        area=delta.area,
        group=delta.group,
        analysis=analysis,
        run=run,
        today=delta.today,
        then=delta.scenario,
        delta=delta.delta,
        clear=clear,
        direction=direction,
        words=difference_words(delta.delta, unit, decimals, clear=clear),
    )
