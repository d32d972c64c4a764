"""Officials choose the options of a question among published scenarios."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation import consultations as verbs
from participation.faces.desk.consultations import attempt, page
from participation.faces.desk.forms import OptionForm
from participation.faces.finding import known
from participation.faces.signing import only
from participation.models import Consultation, Option
from portal.errors import CivicError, Conflict, NotThere
from portal.roles import is_official
from twin.door import is_baseline, published_scenarios


@require_POST
@only(is_official)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a published scenario among the options."""
    found = known(slug, request)
    form = OptionForm(request.POST, scenarios=published_scenarios(), prefix="new")

    def act() -> None:
        scenario = form.chosen_scenario()
        verbs.add_option(
            actor=request.user,
            consultation=found,
            scenario=scenario,
            is_baseline=is_baseline(scenario),
            **form.told(),
        )

    return attempt(request, found, form, "option", act, _("The option is on the list."))


def _option(consultation: Consultation, pk: int) -> Option:
    for option in consultation.options.all():
        if option.pk == pk:
            return option
    raise NotThere(_("This option is gone; a colleague may have taken it out."))


@require_POST
@only(is_official)
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change an option's words or the scenario behind it."""
    found = known(slug, request)
    option = _option(found, pk)
    offered = [option.scenario, *published_scenarios()]
    form = OptionForm(request.POST, scenarios=offered, prefix=f"option-{pk}")
    form.whole = True
    if not form.is_valid():
        return page(request, found, status=400, editing=(pk, form))
    try:
        verbs.edit_option(
            actor=request.user,
            option=option,
            seen_version=form.cleaned_data["seen"] or 0,
            scenario=form.chosen_scenario(),
            **form.told(),
        )
    except CivicError as error:
        form.take(error)
        theirs = None
        if isinstance(error, Conflict):
            theirs = Option.objects.get(pk=pk)
            form.data = form.data.copy()
            form.data[f"option-{pk}-seen"] = str(theirs.edit_version)
        return page(request, found, status=error.status, editing=(pk, form), their_option=theirs)
    messages.success(request, _("Stored."))
    return redirect("desk-consultation", slug=slug)


@require_POST
@only(is_official)
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an option off the list."""
    found = known(slug, request)
    try:
        verbs.remove_option(actor=request.user, option=_option(found, pk))
    except CivicError as error:
        return page(request, found, refusal=error, status=error.status)
    messages.success(request, _("The option is off the list."))
    return redirect("desk-consultation", slug=slug)
