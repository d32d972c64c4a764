"""Officials write a question's texts and what the city promises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation import consultations as verbs
from participation.faces.desk.forms import TEXTS, QuestionForm
from participation.faces.desk.question import typed
from participation.faces.desk.question.parts import attempt, show
from participation.faces.finding import known
from participation.faces.reason import ask_reason, reason_of
from participation.faces.signing import only
from participation.history import is_begun
from participation.models import Consultation
from portal.errors import CivicError, Conflict
from portal.roles import is_official

Words = tuple[object, str, str, str]


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
        theirs = _theirs(found, form) if isinstance(error, Conflict) else []
        return show(request, found, "texts", status=status, form=form, theirs=theirs)

    return attempt(request, found, form, act, _("The texts are stored."), refused)


def _theirs(consultation: Consultation, form: QuestionForm) -> list[Words]:
    """What a colleague stored meanwhile, beside what was typed: label, language, theirs, yours."""
    stored = Consultation.objects.get(pk=consultation.pk)
    told = form.told()
    return [
        (label, code, getattr(stored, name).get(code, ""), told[name][code])
        for name, (label, _rows, _hint) in TEXTS.items()
        for code in told[name]
        if getattr(stored, name).get(code, "") != told[name][code]
    ]
