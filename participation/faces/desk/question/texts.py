"""Officials write a question's texts and what the city promises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation import consultations as verbs
from participation.faces.desk.forms import QuestionForm
from participation.faces.desk.question import typed
from participation.faces.desk.question.both import both_versions
from participation.faces.desk.question.parts import attempt, show
from participation.faces.finding import known
from participation.faces.reason import ask_reason, reason_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation
from portal.errors import CivicError, Conflict
from portal.roles import is_official


@only(is_official)
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts in every language; POST stores them."""
    found = known(slug, request)
    data = typed.sent(request)
    form = QuestionForm(data, of=found)
    ask_reason(form, is_begun(found))
    if request.method != "POST":
        return show(request, found, "texts", form=form)

    def act() -> None:
        verbs.edit_consultation(
            actor=request.user,
            consultation=found,
            seen_version=form.cleaned_data["seen"] or 0,
            reason=reason_of(form),
            **form.values(),
        )

    def refused(status: int, error: CivicError | None) -> HttpResponse:
        theirs = []
        if isinstance(error, Conflict):
            stored = Consultation.objects.get(pk=found.pk)
            theirs = both_versions(QuestionForm(of=stored), form)
        return show(request, found, "texts", status=status, form=form, theirs=theirs)

    return attempt(request, found, form, act, _("The texts are stored."), refused)
