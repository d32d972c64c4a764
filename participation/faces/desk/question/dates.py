"""Officials set a question's dates: its phases and the day of the decision."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation import consultations as verbs
from participation.faces.desk.question import typed
from participation.faces.desk.question.both import both_versions
from participation.faces.desk.question.dates_form import DatesForm
from participation.faces.desk.question.parts import attempt, show
from participation.faces.finding import known, timeline
from participation.faces.reason import ask_reason, reason_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation
from portal.errors import CivicError, Conflict
from portal.roles import is_official


@only(is_official)
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole calendar; POST stores it."""
    found = known(slug, request)
    form = DatesForm(typed.sent(request), of=found)
    ask_reason(form, is_begun(found))
    if request.method != "POST":
        return show(request, found, "dates", form=form, timeline=timeline(found))

    def act() -> None:
        verbs.set_phases(
            actor=request.user,
            consultation=found,
            seen_version=form.cleaned_data["seen"],
            phases=form.spans(),
            reason=reason_of(form),
            decision_date=form.cleaned_data["decision_date"],
        )

    def refused(status: int, error: CivicError | None) -> HttpResponse:
        shown = {"form": form, "timeline": timeline(found)}
        if isinstance(error, Conflict):
            stored = Consultation.objects.get(pk=found.pk)
            shown["theirs"] = both_versions(DatesForm(of=stored), form)
        return show(request, found, "dates", status=status, **shown)

    return attempt(request, found, form, act, _("The dates are stored."), refused)
