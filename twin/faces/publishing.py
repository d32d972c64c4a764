"""Publishing a plan for everyone or for planners only, and changing that later."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.errors import CivicError
from portal.roles import is_planner, require
from twin.models import Scenario
from twin.showing import show_scenario

WHO = [
    ("public", gettext_lazy("Everyone. It can become an option of a question.")),
    ("private", gettext_lazy("Planners only, for now. It cannot be an option yet.")),
]


class PublishForm(forms.Form):
    """Who may see the plan; nothing is chosen for the planner."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see it"),
        choices=WHO,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who may see the plan.")},
    )


def status_words(scenario: Scenario) -> str:
    """Where a plan stands, and for whom."""
    if scenario.status == Scenario.Status.DRAFT:
        return _("Draft")
    if scenario.status == Scenario.Status.WITHDRAWN:
        return _("Withdrawn")
    return _("Published") if scenario.visibility == "public" else _("Published for planners")


def published_words(scenario: Scenario) -> str:
    """What is said once a plan is published."""
    if scenario.visibility == "public":
        return _("The plan is published. Its effects are being computed.")
    return _(
        "The plan is published for planners only: no question can have it as an option until "
        "everyone may see it. Its effects are being computed."
    )


@login_required
@require_POST
def show(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-show] Let everyone, or planners only, see a published plan."""
    require(is_planner, request.user)
    found = get_object_or_404(Scenario, series=series, revision=revision)
    wanted = request.POST.get("visibility", "")
    try:
        shown = show_scenario(actor=request.user, scenario=found, visibility=wanted)
    except CivicError as error:
        messages.error(request, str(error))
        return redirect("scenario", series, revision)
    told = {
        "public": _("Everyone may see the plan now. It can become an option of a question."),
        "private": _("Only planners may see the plan now."),
    }
    messages.success(request, told[shown.visibility])
    return redirect("scenario", series, revision)
