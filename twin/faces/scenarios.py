"""Plans: their list, each plan's page, and the desk where planners draw them up."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import shapely
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.errors import BadInput, CivicError, NotThere
from portal.multilingual import pick
from portal.paging import page_of
from portal.roles import is_planner, require
from portal.searching import asked, with_words
from twin import runs, scenarios, state
from twin.cartography import MapConfig, MapOption, map_config
from twin.edits import check_edit, find_street, names_for, read_edit, read_geometry, street_names
from twin.edits import sentence as tell
from twin.effects import (
    PAIRED,
    EffectRow,
    demo_version,
    option_effects,
    run_states,
    sides_table,
    summary,
)
from twin.faces.publishing import PublishForm, published_words
from twin.faces.publishing import status_words as plan_words
from twin.faces.runs import status_words
from twin.faces.scenario_forms import GroundForm, NameForm, StreetForm, put_error
from twin.models import Edit, Scenario

Status = Scenario.Status
A_PAGE = 24
GOING = ("queued", "running")
TO_ASK = ("absent", "failed", "cancelled")
AROUND_DEGREES = 0.001
"""What the map shows around a plan's changes: some 100 m."""


def _scenario(request: HttpRequest, series: UUID, revision: int) -> Scenario:
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
    found = _scenario(request, series, revision)
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
            put_error(form, error)
    return render(request, "twin/scenario_new.html", {"form": form})


@login_required
@require_POST
def revise(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-revise] Open the next revision of a published plan."""
    found = _scenario(request, series, revision)
    draft = scenarios.revise_scenario(actor=request.user, scenario=found)
    return redirect("scenario-edit", draft.series, draft.revision)


@login_required
@require_POST
def ask(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-ask] Ask for a plan's effects: what was never asked, failed or was stopped."""
    found = _scenario(request, series, revision)
    for one in (scenarios.baseline(found.base), found):
        runs.ensure_runs(one, actor=request.user, again=True)
    return redirect("scenario", series, revision)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-edit] The desk of one draft: its edits, a street to change, publishing."""
    require(is_planner, request.user)
    draft = _scenario(request, series, revision)
    if draft.status != Status.DRAFT:
        return redirect("scenario", series, revision)
    if request.method != "POST":
        return _desk(request, draft)
    act = request.POST.get("act", "")
    if act in ("add_street", "add_ground"):
        return _add(request, draft, act)
    if act == "publish":
        return _publish(request, draft)
    if act != "remove":
        raise BadInput(_("Press one of the buttons."))
    edit_ = get_object_or_404(Edit, pk=_number(request, "edit"), scenario=draft)
    scenarios.remove_edit(actor=request.user, edit=edit_, seen=_number(request, "seen"))
    messages.success(request, _("The change is taken out of the plan."))
    return redirect("scenario-edit", series, revision)


def _number(request: HttpRequest, name: str) -> int:
    """A number that our own form sent; BadInput when something else came."""
    text = request.POST.get(name, "")
    if not text.isdecimal() or len(text) > 9:
        raise BadInput(_("We could not read this form. Load the page again."))
    return int(text)


def _add(request: HttpRequest, draft: Scenario, act: str) -> HttpResponse:
    """Add an edit, or with `look` only say the sentence it would make."""
    city = state.load(draft.base)
    street = find_street(city, request.POST.get("street", ""))
    form: StreetForm | GroundForm
    if act == "add_street":
        if street is None:
            raise BadInput(_("Choose the street again."))
        form = StreetForm(request.POST, street=street)
    else:
        form = GroundForm(request.POST)
    shown: dict[str, Any] = {"street": street}
    shown["street_form" if act == "add_street" else "ground_form"] = form
    if not form.is_valid():
        return _desk(request, draft, shown)
    try:
        kind, params, geometry = form.change(city)
        if "look" in request.POST:
            said = _preview(draft, kind, params, geometry)
            return _desk(request, draft, {**shown, "said": said})
        made = scenarios.add_edit(
            actor=request.user,
            scenario=draft,
            kind=kind,
            params=params,
            geometry=geometry,
            seen=_number(request, "seen"),
        )
    except CivicError as error:
        put_error(form, error)
        return _desk(request, draft, shown, status=error.status)
    messages.success(request, tell(made.kind, made.params, made.facts))
    return redirect("scenario-edit", draft.series, draft.revision)


def _preview(draft: Scenario, kind: str, params: dict[str, Any], geometry: str | None) -> str:
    shape = read_geometry(geometry, bounds=draft.base.bounds) if geometry else None
    change = read_edit(kind, params, shape)
    city = state.load(draft.base)
    check_edit(city, scenarios.changes_of(draft), change)
    return tell(kind, params, names_for(change, city))


def _publish(request: HttpRequest, draft: Scenario) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _desk(request, draft, {"publish_form": form}, status=400)
    try:
        published = scenarios.publish_scenario(
            actor=request.user,
            scenario=draft,
            visibility=form.cleaned_data["visibility"],
            seen=_number(request, "seen"),
        )
    except CivicError as error:
        messages.error(request, str(error))
        return redirect("scenario-edit", draft.series, draft.revision)
    runs.ensure_runs(scenarios.baseline(published.base))
    runs.ensure_runs(published, actor=request.user)
    messages.success(request, published_words(published))
    return redirect("scenario", published.series, published.revision)


def _desk(
    request: HttpRequest, draft: Scenario, shown: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The editing page; shown: forms with what was typed, the street chosen, a sentence."""
    shown = dict(shown or {})
    city = state.load(draft.base)
    query = " ".join(request.GET.get("q", "").split())[:120]
    street = shown.pop("street", None) or find_street(city, request.GET.get("street", query))
    if street is not None and "street_form" not in shown:
        shown["street_form"] = StreetForm(street=street)
    edits = [(one, tell(one.kind, one.params, one.facts)) for one in draft.edits.all()]
    context = {
        "plan": draft,
        "edits": edits,
        "query": query or (street.name if street else ""),
        "street": street,
        "names": street_names(city, query) if query and street is None else [],
        "all_names": street_names(city, most=2_000),
        "ground_form": GroundForm(),
        "publish_form": PublishForm(),
        "map": map_config(options=[MapOption(scenario=draft)]),
        **shown,
    }
    return render(request, "twin/scenario_edit.html", context, status=status)
