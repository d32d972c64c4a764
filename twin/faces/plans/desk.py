"""The desk of one draft: its changes, a street to change, a shape to draw, publishing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.errors import BadInput, CivicError
from portal.roles import is_planner, require
from twin import runs, scenarios, state
from twin.cartography import MapOption, map_config
from twin.edits import (
    Street,
    check_edit,
    find_street,
    names_for,
    read_edit,
    read_geometry,
    street_names,
)
from twin.edits import sentence as tell
from twin.faces.plans.changing import ChangeForm, DrawnForm, StreetForm
from twin.faces.plans.naming import NameForm
from twin.faces.publishing import PublishForm, published_words
from twin.faces.scenarios import shown_scenario
from twin.models import Edit, Scenario

Status = Scenario.Status


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-edit] The desk of one draft: its edits, a street to change, publishing."""
    require(is_planner, request.user)
    draft = shown_scenario(request, series, revision)
    if draft.status != Status.DRAFT:
        return redirect("scenario", series, revision)
    if request.method != "POST":
        return _desk(request, draft)
    act = request.POST.get("act", "")
    if act in ("add_street", "add_ground"):
        return _add(request, draft, act)
    if act == "publish":
        return _publish(request, draft)
    if act == "rename":
        return _rename(request, draft)
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
    """Add an edit; with `look` only say the sentence it would make, with `next` ask about it."""
    city = state.load(draft.base)
    street = find_street(city, request.POST.get("street", ""))
    if act == "add_street" and street is None:
        raise BadInput(_("Choose the street again."))
    form = _form(request, act, street)
    shown: dict[str, Any] = {"street": street}
    shown["street_form" if act == "add_street" else "ground_form"] = form
    if not form.is_bound or not form.is_valid():
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
        form.put_error(error)
        return _desk(request, draft, shown, status=error.status)
    messages.success(request, tell(made.kind, made.params, made.facts))
    return redirect("scenario-edit", draft.series, draft.revision)


def _form(request: HttpRequest, act: str, street: Street | None) -> ChangeForm:
    """What was sent; unbound while the page did not show what the chosen kind asks for.

    `asked` names the kind whose fields stood on the page; who sends none knows them by heart.
    """
    sent = request.POST
    bound: ChangeForm
    bound = StreetForm(sent, street=street) if street and act == "add_street" else DrawnForm(sent)
    if bound.question and ("next" in sent or sent.get("asked", sent["kind"]) != sent["kind"]):
        return bound.asking(sent, street=bound.street)
    return bound


def _preview(draft: Scenario, kind: str, params: dict[str, Any], geometry: str | None) -> str:
    shape = read_geometry(geometry, bounds=draft.base.bounds) if geometry else None
    change = read_edit(kind, params, shape)
    city = state.load(draft.base)
    check_edit(city, scenarios.changes_of(draft), change)
    return tell(kind, params, names_for(change, city))


def _rename(request: HttpRequest, draft: Scenario) -> HttpResponse:
    form = NameForm(request.POST)
    if any(name not in request.POST for name in form.fields):
        # A name that did not come is not a name that was emptied.
        raise BadInput(_("We could not read this form. Load the page again."))
    if not form.is_valid():
        return _desk(request, draft, {"name_form": form}, status=400)
    try:
        scenarios.rename_scenario(
            actor=request.user, scenario=draft, name=form.texts(), seen=_number(request, "seen")
        )
    except CivicError as error:
        form.add_error(None, str(error))
        return _desk(request, draft, {"name_form": form}, status=error.status)
    messages.success(request, _("The plan has its new name."))
    return redirect("scenario-edit", draft.series, draft.revision)


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
        "ground_form": DrawnForm(),
        "publish_form": PublishForm(),
        "name_form": NameForm(name=draft.name),
        "map": map_config(options=[MapOption(scenario=draft)]),
        **shown,
    }
    return render(request, "twin/scenario_edit.html", context, status=status)
