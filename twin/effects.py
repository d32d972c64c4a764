"""What options would change, ready to be shown: effects in words, runs and how far they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.gis.geos import GEOSGeometry
from django.core.cache import cache
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from portal.templatetags.words import number
from twin.analyses.catalogue import ANALYSES
from twin.analyses.indicators import INDICATORS, UNIT_WORDS
from twin.comparison import Delta, Figure, Interval, compare_figures
from twin.edits import sentence as tell
from twin.models import AnalysisRun, Edit, Indicator, Scenario, TwinVersion
from twin.runs import default_fingerprints

A_WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True)
class EffectRow:
    """One effect of one option.

    label, sentence: in the active language; label names the population group where there is one.
    unit: as text. better: "lower", "higher", "neither". today, then, delta: figures with
    low <= central <= high. clear: the difference is larger than what we are unsure of. words:
    the difference in a few words. direction: "better", "worse" or "unclear" (also where neither
    way is better). run: fingerprint, for the page at [run].
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


@dataclass(frozen=True)
class RunState:
    """How far one analysis of one scenario is.

    title: of the model, in the active language. progress: 0 to 1. status: queued, running, done,
    failed or cancelled; "absent" when nobody asked for it yet. run: fingerprint.
    """

    analysis: str
    title: str
    status: str
    progress: float
    message: str
    run: str


def option_effects(scenario_ids: Sequence[int]) -> dict[int, list[EffectRow]]:
    """For each scenario what it changes against today, from finished runs; two queries in all.

    A scenario whose runs (or whose baseline's) are not finished has fewer rows. The baseline's
    own rows have delta 0 and are never clear. Order: as the analyses give their figures.
    """
    asked = _asked(scenario_ids)
    pairs = {(run, base[name]) for mine, base in asked.values() for name, run in mine.items()}
    deltas = _deltas(pairs)
    language = get_language()
    return {
        scenario_id: [
            _row(delta, name, run, language)
            for name, run in mine.items()
            for delta in deltas.get((run, base[name]), ())
        ]
        for scenario_id, (mine, base) in asked.items()
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


def _asked(ids: Sequence[int]) -> dict[int, tuple[dict[str, str], dict[str, str]]]:
    """scenario -> fingerprints of its default questions and of its baseline's, by analysis.

    In the order asked for; nothing for a draft.
    """
    rows = Scenario.objects.filter(pk__in=ids).values_list("pk", "digest", "base__digest")
    digests = {pk: (digest, base) for pk, digest, base in rows}
    found: dict[int, tuple[dict[str, str], dict[str, str]]] = {}
    for pk in ids:
        digest, base = digests.get(pk, ("", ""))
        found[pk] = (
            (default_fingerprints(digest), default_fingerprints(base)) if digest else ({}, {})
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


GROUPS = {"over_70": gettext_noop("people over 70")}
"""Population groups that figures are given for -> how they are called."""


def figure_label(code: str, group: str = "") -> str:
    """The name of a figure in the active language: "Walk to daily needs (people over 70)"."""
    text = INDICATORS.get(code)
    label = _(text.label) if text else code
    if not group:
        return label
    return pgettext("figure (group)", "%(figure)s (%(group)s)") % {
        "figure": label,
        "group": _(GROUPS.get(group, group)),
    }


@lru_cache(maxsize=4096)
def _row(delta: Delta, analysis: str, run: str, _language: str | None) -> EffectRow:
    text = INDICATORS.get(delta.code)
    decimals = text.decimals if text else 1
    better = text.better if text else "neither"
    clear = delta.clear and round(delta.delta.central, decimals) != 0
    falls = delta.delta.central < 0
    unit = _(UNIT_WORDS[delta.unit]) if delta.unit in UNIT_WORDS else delta.unit
    direction = "unclear"
    if clear and better != "neither":
        direction = "better" if falls == (better == "lower") else "worse"
    return EffectRow(
        code=delta.code,
        label=figure_label(delta.code, delta.group),
        sentence=_(text.sentence) if text else "",
        unit=unit,
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


def difference_words(delta: Interval, unit: str, decimals: int, *, clear: bool) -> str:
    """A difference in a few words: "probably 2 to 5 min more", "no clear change"."""
    if not clear:
        return _("no clear change")
    ends = sorted((abs(delta.low), abs(delta.high)))
    few, many = (number(end, decimals) for end in ends)
    says = {"few": few, "many": many, "unit": unit}
    if few == many:
        if delta.central > 0:
            return pgettext("difference", "about %(many)s %(unit)s more") % says
        return pgettext("difference", "about %(many)s %(unit)s less") % says
    if delta.central > 0:
        return pgettext("difference", "probably %(few)s to %(many)s %(unit)s more") % says
    return pgettext("difference", "probably %(few)s to %(many)s %(unit)s less") % says


def run_states(scenario_ids: Sequence[int]) -> dict[int, list[RunState]]:
    """For each published scenario how far every analysis is; two queries in all."""
    asked = _asked(scenario_ids)
    wanted = [run for mine, _base in asked.values() for run in mine.values()]
    columns = ("fingerprint", "status", "progress", "message")
    known = {
        run: (status, progress, message)
        for run, status, progress, message in AnalysisRun.objects.filter(
            fingerprint__in=wanted
        ).values_list(*columns)
    }
    found: dict[int, list[RunState]] = {}
    for scenario_id, (mine, _base) in asked.items():
        found[scenario_id] = []
        for name, run in mine.items():
            status, progress, message = known.get(run, ("absent", 0.0, ""))
            title = _(ANALYSES[name].card.title)
            found[scenario_id].append(RunState(name, title, status, progress, message, run))
    return found


def scenario_sentences(scenario_ids: Sequence[int]) -> dict[int, list[str]]:
    """For each scenario what its edits do, in the active language; one query in all."""
    found: dict[int, list[str]] = {scenario_id: [] for scenario_id in scenario_ids}
    for edit in Edit.objects.filter(scenario_id__in=scenario_ids).order_by("position"):
        found[edit.scenario_id].append(tell(edit.kind, edit.params, edit.facts))
    return found


def published_scenarios() -> list[Scenario]:
    """Public scenarios on the newest version, the newest revision of each, baseline first."""
    version = demo_version()
    if version is None:
        return []
    rows = Scenario.objects.filter(
        base=version,
        status=Scenario.Status.PUBLISHED,
        visibility=Scenario.Visibility.PUBLIC,
    )
    newest = rows.order_by("series", "-revision").distinct("series")
    return sorted(newest, key=lambda row: (row.digest != version.digest, row.pk))


def demo_version() -> TwinVersion | None:
    """The newest frozen version of the city."""
    return TwinVersion.objects.order_by("-frozen_at", "-pk").first()


def city_bounds() -> GEOSGeometry | None:
    """The outline of the city's newest version, EPSG:4326."""
    version = demo_version()
    return version.bounds if version else None


def point_in_city(lon: float, lat: float) -> bool:
    """Whether a place (EPSG:4326) lies in the city's newest version."""
    return TwinVersion.objects.filter(
        pk=getattr(demo_version(), "pk", None),
        bounds__covers=f"SRID=4326;POINT({float(lon)} {float(lat)})",
    ).exists()
