"""Officials write the decision on a question, look at it, publish it, and correct it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation import deciding as verbs
from participation.citing import cited_comments
from participation.faces.desk.question import typed
from participation.faces.desk.question.decision_form import (
    CorrectionForm,
    DecisionForm,
    told_by,
)
from participation.faces.desk.question.parts import show
from participation.faces.finding import choices, known
from participation.faces.signing import only
from participation.models import Consultation, Phase
from participation.results import stage_of
from portal.confirming import confirmed_recently
from portal.errors import CivicError, Conflict, NotNow
from portal.roles import is_official


@only(is_official)
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of the decision, or of its correction; POST looks for comments or previews it."""
    found = known(slug, request)
    if request.method != "POST":
        form = _form(found, begun=typed.sent(request))
        form.pick()
        return _page(request, found, form, overtaken=form.is_overtaken)
    typed.keep(request)
    form = _form(found, request.POST)
    act = request.POST.get("act")
    if act != "preview":
        form.pick()
        # Only what was looked for is told about; the rest is still being written.
        for name in [name for name in form.errors if name != "more"]:
            del form.errors[name]
        return _page(request, found, form, 400 if form.errors else 200)
    if not _is_whole(form):
        return _page(request, found, form, 400)
    version = _version(form)
    spoken = [(code, name) for code, name in settings.LANGUAGES if version.text.get(code)]
    return show(request, found, "decision_preview", form=form, version=version, spoken=spoken)


@confirmed_recently
@require_POST
@only(is_official)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what the preview showed: a decision, or a correction of one."""
    found = known(slug, request)
    corrects = "seen" in request.POST
    form = _form(found, request.POST)
    if not corrects and isinstance(form, CorrectionForm):
        # A colleague was quicker: their decision is shown, and this becomes a correction of it.
        return _overtaken(request, found)
    if corrects and not isinstance(form, CorrectionForm):
        raise NotNow(_("This question has not been decided yet; there is nothing to correct."))
    if not _is_whole(form):
        return _page(request, found, form, 400)
    try:
        verb = verbs.correct if corrects else verbs.decide
        verb(actor=request.user, consultation=found, **form.act())
    except Conflict:
        return _overtaken(request, found)
    except CivicError as error:
        form.take(error)
        return _page(request, found, form, error.status)
    typed.forget(request)
    told = _("The correction is public.") if corrects else _("The decision is public.")
    messages.success(request, told)
    return redirect("result", slug=slug)


@require_POST
@only(is_official)
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a comment on the list of those that the decision in the making answers."""
    found = known(slug, request)
    next_ = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(next_, allowed_hosts=None):
        next_ = reverse("desk-decide", args=[slug])
    try:
        one = cited_comments(found, [request.POST.get("answer", "")])[0]
    except CivicError as error:
        messages.error(request, str(error))
        return redirect(next_)
    address = reverse("desk-decide", args=[slug])
    begun = typed.kept(request, address) or QueryDict()
    form = _form(found, begun=begun)
    form.pick()
    ids = [str(row.public_id) for row in form.chosen]
    typed.put(request, address, "cited", [*ids, str(one.public_id)])
    told = _("Comment %(id)s is on the list of those that the decision answers.")
    messages.success(request, told % {"id": str(one.public_id)[:8]})
    return redirect(next_)


def _form(
    found: Consultation, data: QueryDict | None = None, *, begun: QueryDict | None = None
) -> DecisionForm:
    decision = verbs.decision_of(found)
    given: dict[str, Any] = {"of": found, "options": choices(found), "begun": begun}
    if decision is None:
        return DecisionForm(data, **given)
    if data is not None and "seen" not in data:
        data = data.copy()
        data["seen"] = str(verbs.versions(decision)[0].number)
    return CorrectionForm(data, before=verbs.versions(decision)[0], **given)


def _is_whole(form: DecisionForm) -> bool:
    """Whether it may be published: every field, and every comment that is named."""
    picked = form.pick()
    if not form.is_valid() or not picked:
        return False
    for name in form.needed:
        if not any(form.told()[name].values()):
            form.take(_Lacks(name))
    return not form.errors


class _Lacks(CivicError):
    def __init__(self, name: str) -> None:
        words = _("Say why, in one language at least.")
        if name == "reason":
            words = _("Say why it is corrected, in one language at least.")
        super().__init__(words, field=name)


def _version(form: DecisionForm) -> verbs.Version:
    """What is about to be published, as pages show it."""
    told = {name: {k: v for k, v in texts.items() if v} for name, texts in form.told().items()}
    return verbs.Version(
        int(form.cleaned_data.get("seen", -1)) + 1,
        form.chosen_option(),
        told["text"],
        told.get("reason", {}),
        None,
        tuple(form.chosen),
    )


def _overtaken(request: HttpRequest, found: Consultation) -> HttpResponse:
    """The form again with what was typed, beside what a colleague published meanwhile."""
    stored = Consultation.objects.prefetch_related("phases", "options").get(pk=found.pk)
    data = request.POST.copy()
    data.pop("seen", None)
    typed.keep(request)
    if decision := verbs.decision_of(stored):
        for name, text in told_by(verbs.versions(decision)[0]).items():
            # In a language in which nothing was written here, what is public stays.
            data[name] = data.get(name, "").strip() or text
    form = _form(stored, data)
    form.pick()
    form.errors.clear()
    form.add_error(
        None,
        _(
            "A colleague has published meanwhile: it stands above. What you wrote is still here; "
            "if the decision has to be corrected, say why."
        ),
    )
    return _page(request, stored, form, Conflict.status)


def _page(
    request: HttpRequest,
    consultation: Consultation,
    form: DecisionForm,
    status: int = 200,
    *,
    overtaken: bool = False,
) -> HttpResponse:
    """overtaken: what was begun here is older than what a colleague has published."""
    votes = any(one.kind == Phase.Kind.VOTE for one in consultation.phases.all())
    early = votes and str(stage_of(consultation)) == "before"
    decision = verbs.decision_of(consultation)
    shown = {
        "form": form,
        "rows": form.rows(),
        "overtaken": overtaken,
        "may_decide": consultation.status == Consultation.Status.OPEN and not early,
        "versions": verbs.versions(decision) if decision else [],
    }
    return show(request, consultation, "decision", status=status, **shown)
