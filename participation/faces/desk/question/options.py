"""Officials choose the options of a question among published scenarios."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation import consultations as verbs
from participation.faces.desk.forms import OptionForm
from participation.faces.desk.question import typed
from participation.faces.desk.question.both import both_versions
from participation.faces.desk.question.parts import attempt, show, take_theirs
from participation.faces.finding import choices, known
from participation.faces.reason import RemovalForm, ask_reason, reason_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation, Option
from portal.errors import CivicError, Conflict, NotThere
from portal.roles import is_official
from twin.door import is_baseline, published_scenarios


@only(is_official)
def options(request: HttpRequest, slug: str) -> HttpResponse:
    """The options, and a form for one more; POST puts it on the list."""
    found = known(slug, request)
    form = OptionForm(typed.sent(request), scenarios=published_scenarios(), prefix="new")
    ask_reason(form, is_begun(found))
    if request.method != "POST":
        return _list(request, found, form)

    def act() -> None:
        scenario = form.chosen_scenario()
        verbs.add_option(
            actor=request.user,
            consultation=found,
            scenario=scenario,
            is_baseline=is_baseline(scenario),
            reason=reason_of(form),
            **form.told(),
        )

    def refused(status: int, _error: CivicError | None) -> HttpResponse:
        return _list(request, found, form, status)

    done = _("The option is on the list.")
    return attempt(request, found, form, act, done, refused, then="desk-options")


def _list(
    request: HttpRequest,
    consultation: Consultation,
    form: OptionForm,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    rows = choices(consultation)
    return show(request, consultation, "options", status=status, form=form, options=rows, **shown)


def _option(consultation: Consultation, pk: int) -> Option:
    for option in consultation.options.all():
        if option.pk == pk:
            return option
    raise NotThere(_("This option is gone; a colleague may have taken it out."))


@only(is_official)
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One option's words and the scenario behind it; POST stores them."""
    found = known(slug, request)
    option = _option(found, pk)
    form = OptionForm.of(option, published_scenarios(), typed.sent(request))
    ask_reason(form, is_begun(found))
    if request.method != "POST":
        return _one(request, found, pk, form)

    def act() -> None:
        scenario = form.chosen_scenario()
        verbs.edit_option(
            actor=request.user,
            option=option,
            seen_version=form.cleaned_data["seen"] or 0,
            scenario=scenario,
            is_baseline=is_baseline(scenario),
            reason=reason_of(form),
            **form.told(),
        )

    def refused(status: int, error: CivicError | None) -> HttpResponse:
        theirs = []
        if isinstance(error, Conflict):
            stored = Option.objects.select_related("scenario").get(pk=pk)
            theirs = both_versions(OptionForm.of(stored, published_scenarios()), form)
            take_theirs(form, option)
        return _one(request, found, pk, form, status=status, theirs=theirs)

    done = _("The option is stored.")
    return attempt(request, found, form, act, done, refused, then="desk-options")


def _one(
    request: HttpRequest, consultation: Consultation, pk: int, form: OptionForm, **shown: Any
) -> HttpResponse:
    choice = next(one for one in choices(consultation) if one.option.pk == pk)
    shown = {"removal": RemovalForm(prefix="remove"), "choice": choice, "form": form, **shown}
    return show(request, consultation, "option", **shown)


@require_POST
@only(is_official)
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an option off the list."""
    found = known(slug, request)
    option = _option(found, pk)
    removal = RemovalForm(request.POST, prefix="remove")
    ask_reason(removal, is_begun(found))
    status = 400
    if removal.is_valid():
        try:
            verbs.remove_option(actor=request.user, option=option, reason=reason_of(removal))
        except CivicError as error:
            removal.take(error)
            status = error.status
    if removal.errors:
        form = OptionForm.of(option, published_scenarios())
        return _one(request, found, pk, form, status=status, removal=removal)
    messages.success(request, _("The option is off the list."))
    return redirect("desk-options", slug=slug)
