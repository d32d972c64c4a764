"""Publishing a plan for everyone or for planners only, and changing that later."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.errors import CivicError
from portal.roles import is_planner, require
from twin.models import Scenario
from twin.scenarios import is_baseline
from twin.showing import MOST_REASON, show_scenario, withdraw_scenario

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


class WithdrawForm(forms.Form):
    """Why a plan goes."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn, for everyone to read"),
        help_text=gettext_lazy("Name no people and no addresses."),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, for everyone to read.")},
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, series: UUID, revision: int) -> HttpResponse:
    """[scenario-withdraw] What it means that a plan goes, and why it does; POST withdraws it."""
    require(is_planner, request.user)
    found = get_object_or_404(
        Scenario.objects.select_related("base"), series=series, revision=revision
    )
    if found.status != Scenario.Status.PUBLISHED or is_baseline(found):
        return redirect("scenario", series, revision)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                withdraw_scenario(actor=request.user, scenario=found, reason=reason)
            except CivicError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
                status = error.status
            else:
                messages.success(request, _("The plan is withdrawn."))
                return redirect("scenario", series, revision)
    context = {"plan": found, "form": form}
    return render(request, "twin/plan_withdraw.html", context, status=status)
