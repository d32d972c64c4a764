"""Plans: their list, each plan's page, and the desk where planners draw them up."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import shapely
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.errors import BadInput, NotThere
from portal.multilingual import pick
from portal.paging import page_of
from portal.roles import is_planner, require
from portal.searching import asked, with_words
from twin import runs, scenarios
from twin.cartography import MapConfig, MapOption, map_config
from twin.effects import (
    PAIRED,
    EffectRow,
    demo_version,
    option_effects,
    run_states,
    sides_table,
    summary,
)
from twin.faces.plans.naming import NameForm
from twin.faces.publishing import status_words as plan_words
from twin.faces.runs import status_words
from twin.models import Scenario

Status = Scenario.Status
A_PAGE = 24
GOING = ("queued", "running")
TO_ASK = ("absent", "failed", "cancelled")
AROUND_DEGREES = 0.001
"""What the map shows around a plan's changes: some 100 m."""


def shown_scenario(request: HttpRequest, series: UUID, revision: int) -> Scenario:
    """The plan that this person may see; NotThere else."""
    found: Scenario = get_object_or_404(
        Scenario.objects.select_related("base"), series=series, revision=revision
    )
    if not scenarios.may_see(request.user, found):
        raise NotThere(_("There is no such plan, or it is not published yet."))
    return found


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """[scenarios] All plans this person may see, the newest first; `?q=` words of their names."""
    rows = Scenario.objects.select_related("base").order_by("-created_at", "-pk")
    if not is_planner(request.user):
        rows = rows.filter(visibility="public", status=Status.PUBLISHED)
    words = asked(request)
    page = page_of(request, with_words(rows, "name", words), A_PAGE)
    listed = [(one, plan_words(one)) for one in page.object_list]
    context = {"plans": listed, "page": page, "q": words, "may_draw": is_planner(request.user)}
    return render(request, "twin/scenarios.html", context)


@require_safe
def plan(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario] One plan: what it changes, what that does, and how that is known.

    `?part=effects` gives what it does alone, which the page asks for while models are at work.
    """
    found = shown_scenario(request, series, revision)
    if request.GET.get("part") == "effects":
        answer = render(request, "twin/plan_effects.html", _effects(request, found))
        answer["Cache-Control"] = "no-store"
        return answer
    later = Scenario.objects.filter(series=series, status=Status.PUBLISHED, revision__gt=revision)
    newer = [one for one in later.order_by("-revision") if scenarios.may_see(request.user, one)]
    return render(
        request,
        "twin/scenario.html",
        {
            "plan": found,
            "status": plan_words(found),
            "sentences": scenarios.sentences(found),
            **_effects(request, found),
            "newer": newer[0] if newer else None,
            "may_draw": is_planner(request.user),
            "map": _map(found),
        },
    )


def _effects(request: HttpRequest, plan: Scenario) -> dict[str, Any]:
    """What a plan does, as far as it is computed, and how far the models are."""
    # Before the effects: a run that ends in between would else be called done without its figures.
    work = [(one, status_words(one.status)) for one in run_states([plan.pk])[plan.pk]]
    effects = option_effects([plan.pk])[plan.pk]
    alone = sorted((row for row in effects if row.code not in PAIRED), key=_size, reverse=True)
    whole = [row for row in alone if not (row.area or row.group)]
    baseline = scenarios.is_baseline(plan)
    return {
        "plan": plan,
        "baseline": baseline,
        "effects": [row for row in whole if row.clear or baseline],
        "same": [row.label for row in whole if not (row.clear or baseline)],
        "districts": [row for row in alone if (row.area or row.group) and (row.clear or baseline)],
        "plan_names": [pick(plan.name)],
        "sides": [] if baseline else sides_table({plan.pk: effects}),
        "summary": "" if baseline or not plan.digest else summary(effects),
        "runs": work,
        "live": any(one.status in GOING for one, _words in work),
        "ready": sum(one.status == "done" for one, _words in work),
        "may_ask": is_planner(request.user) and any(one.status in TO_ASK for one, _w in work),
    }


def _size(row: EffectRow) -> float:
    """How large a clear difference is against today's figure; 0 when it is not clear."""
    return abs(row.delta.central) / max(abs(row.today.central), 1e-9) if row.clear else 0.0


def _map(plan: Scenario) -> MapConfig | None:
    """Today and the plan on one map; None for a draft and for today itself."""
    if not plan.digest or scenarios.is_baseline(plan):
        return None
    today = scenarios.baseline(plan.base)
    config = map_config(
        options=[MapOption(scenario=plan, key="B"), MapOption(scenario=today, key="A")],
        opens="change",
    )
    if config is None:
        return None
    drawn = shapely.from_geojson(json.dumps(config.options[0].markers))
    return config if drawn.is_empty else replace(config, view=drawn.buffer(AROUND_DEGREES).bounds)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """[scenario-new] Name a new plan."""
    require(is_planner, request.user)
    version = demo_version()
    if version is None:
        raise NotThere(_("There is no city yet to make plans for."))
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = scenarios.create_scenario(actor=request.user, base=version, name=form.texts())
            return redirect("scenario-edit", made.series, made.revision)
        except BadInput as error:
            form.add_error(None, str(error))
    return render(request, "twin/scenario_new.html", {"form": form})


@login_required
@require_POST
def revise(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-revise] Open the next revision of a published plan."""
    found = shown_scenario(request, series, revision)
    draft = scenarios.revise_scenario(actor=request.user, scenario=found)
    return redirect("scenario-edit", draft.series, draft.revision)


@login_required
@require_POST
def ask(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-ask] Ask for a plan's effects: what was never asked, failed or was stopped."""
    found = shown_scenario(request, series, revision)
    for one in (scenarios.baseline(found.base), found):
        runs.ensure_runs(one, actor=request.user, again=True)
    return redirect("scenario", series, revision)
