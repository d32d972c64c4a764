"""What others said: the list, one comment with its thread, and answering to it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation import comments as verbs
from participation.deciding import answers as is_answered
from participation.faces.answering import may_be_answered
from participation.faces.finding import choices, known
from participation.faces.resident.forms import WORDS_BYTES, FilterForm, ReplyForm, ReportForm
from participation.faces.said_html import frame, html
from participation.faces.signing import signed_in_first
from participation.faces.threads import said
from participation.gates import may
from participation.guests.pages import kept_for_guests
from participation.models import Comment, Consultation
from participation.phases import Act
from participation.releases import public_comments
from portal.errors import BadInput, CivicError, NotThere
from portal.intake import takes
from portal.limits import Limit
from portal.pace import paced
from portal.paging import page_of

A_PAGE = 20
# A class of thirty writes, agrees and reports from one address.
COMMENTS_NETWORK = Limit("comments from a network", 300, 600)
REACTIONS_NETWORK = Limit("reactions from a network", 900, 60)
REPORTS_NETWORK = Limit("reports from a network", 200, 3_600)


@kept_for_guests
def comments(request: HttpRequest, slug: str) -> HttpResponse:
    """Released comments, filtered by option, stance, theme and area, a page at a time."""
    found = known(slug, request, light=True)
    options = choices(found)
    form = FilterForm(request.GET or None, options=options)
    wanted = form.narrow(public_comments(found.pk).filter(parent=None))
    page = page_of(request, wanted, A_PAGE)
    reader = request.user.pk if request.user.is_authenticated else None
    rows = said(page.object_list, options, reader=reader)
    answers = may_be_answered(request.user, found)
    shared = frame(
        reverse("comments", args=[slug]), may_react=may(found, Act.REACT), may_answer=answers
    )
    context = {
        "consultation": found,
        "form": form,
        "page": page,
        "rows": rows,
        "drawn": [html(one, shared) for one in rows],
        "may_answer": answers,
        "may_comment": may(found, Act.COMMENT),
        "may_vote": may(found, Act.VOTE),
    }
    return render(request, "participation/comments.html", context)


def comment(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """One comment, its answers, and the forms to answer or to report it."""
    found = known(slug, request, light=True)
    return _thread(request, found, public_id, ReplyForm(), ReportForm())


def _thread(
    request: HttpRequest,
    consultation: Consultation,
    public_id: uuid.UUID,
    reply: ReplyForm,
    report: ReportForm,
    status: int = 200,
) -> HttpResponse:
    rows = public_comments(consultation.pk).filter(public_id=public_id)
    reader = request.user.pk if request.user.is_authenticated else None
    found = rows.first()
    if found is None:
        raise NotThere(_("This comment is not public, or not any more."))
    answers = page_of(request, range(found.replies_count), A_PAGE, name="answers")
    first = max(0, answers.start_index() - 1)
    shown = said([found], choices(consultation), reader=reader, first=first, most=A_PAGE)
    base = reverse("comments", args=[consultation.slug])
    decides = may_be_answered(request.user, consultation)
    shared = frame(base, may_react=may(consultation, Act.REACT), alone=True, may_answer=decides)
    context = {
        "consultation": consultation,
        "one": shown[0],
        "answers": answers,
        "may_answer": decides,
        "answered": is_answered(public_id),
        "drawn": html(shown[0], shared),
        "reply": reply,
        "report": report,
        "may_reply": may(consultation, Act.REPLY) and shown[0].comment.parent_id is None,
    }
    return render(request, "participation/comment.html", context, status=status)


def _private(consultation: Consultation, public_id: object) -> Comment:
    """The comment behind a public one of this consultation."""
    found = verbs.comment_by_public_id(str(public_id))
    if found.consultation_id != consultation.pk:
        raise NotThere(_("This comment belongs to another question."))
    return found


@require_POST
@paced(network=REACTIONS_NETWORK)
@signed_in_first
def react(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree or disagree; the same again takes it back. Field `react`: "<public id>:<+1|-1|0>"."""
    found = known(slug, request, light=True)
    public_id, _colon, value = request.POST.get("react", "").partition(":")
    target = _private(found, public_id)
    # What is missing or unknown is an error, not one more way to take it back.
    meant = {"1": 1, "-1": -1, "0": 0}.get(value)
    if meant is None:
        raise BadInput(_("Choose whether you agree or disagree."))
    verbs.react(actor=request.user, comment=target, value=meant)
    return redirect(f"{_back(request, found)}#c-{target.public_id}")


def _back(request: HttpRequest, consultation: Consultation) -> str:
    """The page the reader came from, if it is one of ours."""
    next_ = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(next_, allowed_hosts=None):
        return next_
    return reverse("comments", args=[consultation.slug])


@takes(WORDS_BYTES)
@require_POST
@paced(network=COMMENTS_NETWORK)
@signed_in_first
def reply(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Answer a comment."""
    found = known(slug, request, light=True)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            made = verbs.reply(
                actor=request.user, parent=_private(found, public_id), **form.cleaned_data
            )
        except CivicError as error:
            form.take(error)
            return _thread(request, found, public_id, form, ReportForm(), error.status)
        messages.success(request, after_writing(made))
        return redirect("comment", slug=slug, public_id=public_id)
    return _thread(request, found, public_id, form, ReportForm(), 400)


def after_writing(made: Comment) -> str:
    """What to tell someone whose words were just stored."""
    if made.status == Comment.Status.HELD:
        return _("Thank you. Someone of the city team reads it first; you find it in My account.")
    return _("Thank you. Others can read it now.")


@require_POST
@paced(network=REPORTS_NETWORK)
@signed_in_first
def report(request: HttpRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Ask the city team to look at a comment."""
    found = known(slug, request, light=True)
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            verbs.report_comment(
                actor=request.user, comment=_private(found, public_id), **form.cleaned_data
            )
        except CivicError as error:
            form.take(error)
            return _thread(request, found, public_id, ReplyForm(), form, error.status)
        messages.success(request, _("Thank you. The city team will look at it."))
        return redirect("comment", slug=slug, public_id=public_id)
    return _thread(request, found, public_id, ReplyForm(), form, 400)
