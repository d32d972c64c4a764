"""Officials publish the decision on a question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation import deciding as verbs
from participation.faces.desk.forms import DecisionForm
from participation.faces.desk.question import typed
from participation.faces.desk.question.parts import attempt, show
from participation.faces.finding import choices, known
from participation.faces.signing import only
from participation.models import Consultation, Phase
from participation.results import stage_of
from portal.confirming import confirmed_recently
from portal.errors import CivicError
from portal.roles import is_official


@confirmed_recently
@only(is_official)
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of the decision once there may be one; POST publishes it."""
    found = known(slug, request)
    form = DecisionForm(typed.sent(request), options=choices(found), prefix="decision")
    if request.method != "POST":
        return _page(request, found, form)

    def act() -> None:
        verbs.decide(
            actor=request.user,
            consultation=found,
            option=form.chosen_option(),
            text=form.told()["text"],
            cited=form.cited_ids(),
        )

    def refused(status: int, _error: CivicError | None) -> HttpResponse:
        return _page(request, found, form, status)

    return attempt(request, found, form, act, _("The decision is public."), refused)


def _page(
    request: HttpRequest, consultation: Consultation, form: DecisionForm, status: int = 200
) -> HttpResponse:
    votes = any(one.kind == Phase.Kind.VOTE for one in consultation.phases.all())
    early = votes and str(stage_of(consultation)) == "before"
    may = consultation.status == Consultation.Status.OPEN and not early
    shown = {"form": form, "may_decide": may, "decided": getattr(consultation, "decision", None)}
    return show(request, consultation, "decision", status=status, **shown)
