"""One run: how far it is, what it found, and everything it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.errors import NotThere
from portal.roles import is_planner
from twin import runs as verbs
from twin.analyses.catalogue import ANALYSES, fact_text, indicator_text
from twin.analyses.contract import Analysis
from twin.cartography import run_for_reader
from twin.effects import figure_label, unit_word
from twin.models import AnalysisRun, Scenario
from twin.scenarios import may_see

Status = AnalysisRun.Status
ENDED = (Status.DONE, Status.FAILED, Status.CANCELLED)


@dataclass(frozen=True)
class Shown:
    """A figure or fact as a row: label, value (number, yes/no or text), unit, decimals."""

    label: str
    value: Any
    unit: str = ""
    decimals: int = 0

    @property
    def is_text(self) -> bool:
        """Whether the value stands as it is, such as a year."""
        return isinstance(self.value, str)


def _run(request: HttpRequest, fingerprint: str) -> AnalysisRun:
    run, _public = run_for_reader(fingerprint, request.user)
    return run


def status_words(status: str) -> str:
    """A run's status in the active language."""
    words = {
        Status.QUEUED: _("waiting for a free computer"),
        Status.RUNNING: _("being computed"),
        Status.DONE: _("done"),
        Status.FAILED: _("could not be computed"),
        Status.CANCELLED: _("stopped"),
    }
    return {str(key): text for key, text in words.items()}.get(status, _("not asked for yet"))


def facts_of(run: AnalysisRun) -> list[Shown]:
    """The side figures that a run tells about itself; those that were not found are left out."""
    rows = []
    for code, value in run.facts.items():
        text = fact_text(code)
        if text is None or value is None:
            continue
        if code.endswith("year"):
            value = str(int(value))
        # A relative gap such as 0.00003 needs its digits; a count does not.
        small = isinstance(value, float) and 0 < abs(value) < 0.1
        whole = not isinstance(value, float) or value.is_integer() or abs(value) >= 100
        decimals = 6 if small else int(not whole)
        rows.append(Shown(_(text.label), value, unit_word(text.unit), decimals))
    return rows


def figures_of(run: AnalysisRun) -> list[dict[str, Any]]:
    """The indicators of a run with their names, in the active language."""
    rows = []
    for row in run.indicators.order_by("pk"):
        text = indicator_text(row.code)
        rows.append(
            {
                "label": figure_label(row.code, row.group),
                "sentence": _(text.sentence) if text else "",
                "decimals": text.decimals if text else 1,
                "unit": unit_word(row.unit),
                "part": bool(row.area or row.group),
                "row": row,
            }
        )
    return rows


@dataclass(frozen=True)
class Link:
    """A run of a chain: its model's title, how far it is (0 to 1) and in words."""

    title: str
    words: str
    status: str
    progress: float
    run: str


def chain_of(run: AnalysisRun) -> list[Link]:
    """The runs that this one builds on, directly or by others, first things first; at most four
    queries, one for each step up."""
    found: dict[str, AnalysisRun] = {}
    wanted = set(run.upstream)
    while wanted:
        rows = AnalysisRun.objects.filter(fingerprint__in=wanted).only(
            "fingerprint", "analysis", "status", "progress", "upstream", "scenario_digest"
        )
        found |= {row.fingerprint: row for row in rows}
        wanted = {print_ for row in rows for print_ in row.upstream} - found.keys()
    order = {name: place for place, name in enumerate(ANALYSES)}
    mine = [row for row in found.values() if row.scenario_digest == run.scenario_digest]
    mine.sort(key=lambda row: order.get(row.analysis, len(order)))
    return [
        Link(
            _(ANALYSES[row.analysis].card.title) if row.analysis in order else row.analysis,
            status_words(row.status),
            row.status,
            row.progress,
            row.fingerprint,
        )
        for row in mine
    ]


def _model(name: str) -> Analysis | None:
    """The model as it is now; None when it has left the catalogue."""
    return dict(ANALYSES.items()).get(name)


@require_safe
def run(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """[run] Progress while it works, then figures, settings, version, notes and log."""
    found = _run(request, fingerprint)
    known = _model(found.analysis)
    same = Scenario.objects.filter(digest=found.scenario_digest).select_related("base")
    figures = figures_of(found)
    context = {
        "run": found,
        "model": known,
        "status": status_words(found.status),
        "ended": found.status in ENDED,
        "scenarios": [one for one in same.order_by("pk") if may_see(request.user, one)],
        "facts": facts_of(found),
        "figures": figures,
        "parts": any(figure["part"] for figure in figures),
        "chain": chain_of(found),
        "parameters": found.parameters,
        "old_version": known is not None and known.version != found.model_version,
        "may_cancel": is_planner(request.user) and found.status not in ENDED,
        "may_repeat": is_planner(request.user)
        and found.status in (Status.FAILED, Status.CANCELLED),
    }
    answer = render(request, "twin/run.html", context)
    if found.status not in ENDED:
        answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def run_json(request: HttpRequest, fingerprint: str) -> JsonResponse:
    """[run-json] The same for programs; while it works `status`, `progress` (0 to 1), `message`."""
    found = _run(request, fingerprint)
    upstream = AnalysisRun.objects.filter(fingerprint__in=found.upstream)
    body = {
        "fingerprint": found.fingerprint,
        "analysis": found.analysis,
        "model_version": found.model_version,
        "code_version": found.code_version,
        "scenario_digest": found.scenario_digest,
        "parameters": found.parameters,
        "upstream": sorted(row.fingerprint for row in upstream),
        "status": found.status,
        "progress": round(found.progress, 3),
        "says": status_words(found.status),
        "message": _(found.message) if found.message else "",
        "facts": found.facts,
        "notes": [_(note) for note in found.notes],
        "seconds": found.seconds,
        "finished_at": found.finished_at,
        "indicators": list(
            found.indicators.order_by("pk").values(
                "code", "unit", "area", "group", "low", "central", "high"
            )
        ),
        "layers": list(found.results.values("layer", "kind", "units", "rows")),
    }
    answer = JsonResponse(body)
    answer["Cache-Control"] = "no-store" if found.status not in ENDED else "private, max-age=60"
    return answer


@require_POST
def cancel(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """[run-cancel] A planner stops a run."""
    verbs.cancel_run(actor=request.user, run=_run(request, fingerprint))
    return redirect("run", fingerprint)


@require_POST
def repeat(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """[run-repeat] A planner asks once more for a run that failed or was stopped."""
    found = _run(request, fingerprint)
    if found.analysis not in ANALYSES:
        raise NotThere(_("This model is no longer in use."))
    scenario = get_object_or_404(Scenario, pk=found.scenario_id)
    known = set(asdict(ANALYSES[found.analysis].parameters()))
    given = {name: value for name, value in found.parameters.items() if name in known}
    again = verbs.request_run(
        actor=request.user, scenario=scenario, analysis=found.analysis, parameters=given
    )
    return redirect("run", again.fingerprint)
