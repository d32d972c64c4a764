"""Which runs answer for a scenario, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from twin.analyses.catalogue import ANALYSES
from twin.models import AnalysisRun, Scenario
from twin.runs import default_fingerprints


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


def asked(ids: Sequence[int]) -> dict[int, tuple[dict[str, str], dict[str, str]]]:
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


def run_states(scenario_ids: Sequence[int]) -> dict[int, list[RunState]]:
    """For each published scenario how far every analysis is; two queries in all."""
    wanted_of = asked(scenario_ids)
    wanted = [run for mine, _base in wanted_of.values() for run in mine.values()]
    columns = ("fingerprint", "status", "progress", "message")
    known = {
        run: (status, progress, message)
        for run, status, progress, message in AnalysisRun.objects.filter(
            fingerprint__in=wanted
        ).values_list(*columns)
    }
    found: dict[int, list[RunState]] = {}
    for scenario_id, (mine, _base) in wanted_of.items():
        found[scenario_id] = []
        for name, run in mine.items():
            status, progress, message = known.get(run, ("absent", 0.0, ""))
            title = _(ANALYSES[name].card.title)
            found[scenario_id].append(RunState(name, title, status, progress, message, run))
    return found
