"""What is asked of a model: the fingerprint of a question, and asking it once."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit
from portal.errors import BadInput, NotNow
from portal.roles import is_planner, require
from twin import scenarios
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis
from twin.models import AnalysisRun, Scenario, TwinVersion
from twin.runs.lifecycle import send_if_ready, turn

Catalogued = tuple[tuple[str, Analysis, str], ...]


def fingerprint(
    digest: str, analysis: str, version: str, parameters: Mapping[str, Any], upstream: list[str]
) -> str:
    """sha256 hex of a question: scenario digest, model, its version, parameters, what it builds on.

    parameters: JSON values; equal questions give equal fingerprints on every machine.
    """
    question = [digest, analysis, version, dict(parameters), sorted(upstream)]
    text = json.dumps(question, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def default_fingerprints(digest: str) -> dict[str, str]:
    """analysis -> fingerprint of its default question about a scenario digest, as catalogued."""
    catalogued = tuple((name, one, one.version) for name, one in ANALYSES.items())
    return dict(_defaults(digest, catalogued))


@lru_cache(maxsize=1_024)
def _defaults(digest: str, catalogued: Catalogued) -> dict[str, str]:
    """As default_fingerprints, kept: every page about a plan asks for those of all its options."""
    analyses = {name: analysis for name, analysis, _version in catalogued}
    found: dict[str, str] = {}

    def look(name: str) -> str:
        if name not in found:
            one = analyses[name]
            upstream = [look(other) for other in one.upstream]
            found[name] = fingerprint(digest, name, one.version, asdict(one.parameters()), upstream)
        return found[name]

    return {name: look(name) for name in analyses}


def read_parameters(analysis: Analysis, given: Mapping[str, Any] | None) -> Any:
    """The analysis's frozen parameters, defaults where `given` is silent.

    Raises BadInput naming the parameter that is unknown or of another type than its default.
    """
    defaults = analysis.parameters()
    known = {field.name: getattr(defaults, field.name) for field in fields(defaults)}
    values = dict(given or {})
    for name, value in values.items():
        if name not in known:
            raise BadInput(
                _("This model has no setting called “%(name)s”.") % {"name": str(name)[:40]},
                field=str(name)[:40],
            )
        values[name] = _like(known[name], value, name)
    try:
        return analysis.parameters(**values)
    except (TypeError, ValueError) as error:
        raise BadInput(_("These settings do not fit this model.")) from error


def _like(default: Any, value: Any, name: str) -> Any:
    """`value` as the type of its default."""
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(value)
    odd = isinstance(value, float) and not math.isfinite(value)
    if odd or type(value) is not type(default):
        raise BadInput(
            _("The setting “%(name)s” needs another kind of value.") % {"name": name}, field=name
        )
    return value


@transaction.atomic
def request_run(
    *,
    actor: Any,
    scenario: Scenario,
    analysis: str,
    parameters: Mapping[str, Any] | None = None,
    again: bool = True,
) -> AnalysisRun:
    """The run that answers this question, made and sent to the workers if nobody asked before.

    again: a run that failed or was cancelled is tried once more. Planners and the system ask.
    Raises NotNow for a draft, BadInput for an unknown analysis or setting.
    """
    require(is_planner, actor)
    if analysis not in ANALYSES:
        raise BadInput(_("There is no model of this name."), field="analysis")
    if not scenario.digest:
        raise NotNow(_("Publish the plan first; then its effects can be computed."))
    values = read_parameters(ANALYSES[analysis], parameters)
    return _ask(actor, scenario, ANALYSES[analysis], values, again)


def _ask(
    actor: Any, scenario: Scenario, analysis: Analysis, parameters: Any, again: bool
) -> AnalysisRun:
    upstream = _ask_upstream(actor, scenario, analysis, again)
    values = asdict(parameters)
    key = fingerprint(scenario.digest, analysis.name, analysis.version, values, upstream)
    if analysis.needs_baseline and not scenarios.is_baseline(scenario):
        # Part of the question already: a plan's digest holds that of the city it starts from.
        today = scenarios.baseline(scenario.base)
        upstream = upstream + _ask_upstream(actor, today, analysis, again)
    run, made = AnalysisRun.objects.get_or_create(
        fingerprint=key,
        defaults={
            "scenario": scenario,
            "scenario_digest": scenario.digest,
            "analysis": analysis.name,
            "model_version": analysis.version,
            "parameters": json.loads(json.dumps(values)),
            "upstream": sorted(upstream),
        },
    )
    stopped = run.status in (AnalysisRun.Status.FAILED, AnalysisRun.Status.CANCELLED)
    if stopped and again:
        made = turn(
            run, AnalysisRun.Status.QUEUED, attempts=0, cancel_asked=False, message="", progress=0.0
        )
    if made:
        audit.record(actor=actor, act="run.request", subject=run, analysis=analysis.name)
        transaction.on_commit(partial(send_if_ready, run))
    return run


def _ask_upstream(actor: Any, scenario: Scenario, analysis: Analysis, again: bool) -> list[str]:
    """Fingerprints of what an analysis builds on, asked for where they were not yet."""
    return [
        _ask(actor, scenario, ANALYSES[name], ANALYSES[name].parameters(), again).fingerprint
        for name in analysis.upstream
    ]


def ensure_runs(scenario: Scenario, *, actor: Any = None, again: bool = False) -> list[AnalysisRun]:
    """The default runs of all analyses in the catalogue, asked for where they were not yet."""
    return [
        request_run(actor=actor, scenario=scenario, analysis=name, again=again) for name in ANALYSES
    ]


def ask_current() -> int:
    """Ask for the runs that public plans lack, as after a model's new version; how many.

    For the newest version of the city only; runs that failed are left as they are.
    """
    newest = TwinVersion.objects.order_by("-frozen_at", "-pk").first()
    if newest is None:
        return 0
    plans = Scenario.objects.filter(
        base=newest, status=Scenario.Status.PUBLISHED, visibility=Scenario.Visibility.PUBLIC
    )
    wanted = {
        print_: plan for plan in plans for print_ in default_fingerprints(plan.digest).values()
    }
    there = AnalysisRun.objects.filter(fingerprint__in=list(wanted))
    lacking = wanted.keys() - set(there.values_list("fingerprint", flat=True))
    for plan in {wanted[print_].pk: wanted[print_] for print_ in lacking}.values():
        ensure_runs(plan)
    return len(lacking)
