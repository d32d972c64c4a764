"""A person's own corner: their comments and what became of them, and erasing the account."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participation.blanking import gone_sentence
from participation.comments import comments_of, withdraw_comment
from participation.faces.forms import Form
from participation.faces.signing import only
from participation.models import Comment, Ruling
from participation.reasons import held_sentence, hiding_sentence
from portal.confirming import confirmed_recently
from portal.erasure import erase_account
from portal.errors import CivicError, NotThere
from portal.leaving import forget_here
from portal.paging import page_of
from portal.roles import is_known

A_PAGE = 20
STATUS = {
    Comment.Status.VISIBLE: gettext_lazy("Public"),
    Comment.Status.HELD: gettext_lazy("Waits for the city team"),
    Comment.Status.HIDDEN: gettext_lazy("Hidden by the city team"),
    Comment.Status.WITHDRAWN: gettext_lazy("Withdrawn by you"),
}


class EraseForm(Form):
    """What becomes of one's words; and that it is meant."""

    words = forms.ChoiceField(
        label=gettext_lazy("What becomes of your comments?"),
        choices=[
            ("keep", gettext_lazy("They stay, without my code and without their place")),
            ("withdraw", gettext_lazy("They go too")),
        ],
        widget=forms.RadioSelect,
        initial="keep",
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that this cannot be undone"),
        error_messages={"required": gettext_lazy("Tick that you know it cannot be undone.")},
    )


@dataclass(frozen=True)
class Mine:
    """One's own comment with its state in words."""

    comment: Comment
    status: str
    held: str
    gone: str
    rulings: list[tuple[Ruling, str]]


@never_cache
@only(is_known)
def me(request: HttpRequest) -> HttpResponse:
    """My comments with what was decided about them."""
    return _page(request, EraseForm())


def _page(request: HttpRequest, form: EraseForm, status: int = 200) -> HttpResponse:
    page = page_of(request, comments_of(request.user), A_PAGE)
    rows = [
        Mine(
            comment,
            str(STATUS[Comment.Status(comment.status)]),
            held_sentence(comment.held_because) if comment.status == "held" else "",
            gone_sentence(comment),
            [(ruling, hiding_sentence(ruling.reason)) for ruling in comment.rulings.all()],
        )
        for comment in page.object_list
    ]
    context = {"rows": rows, "page": page, "form": form}
    return render(request, "participation/me.html", context, status=status)


@never_cache
@only(is_known)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether one's own comment shall go, which cannot be undone; then take it away."""
    found = Comment.objects.filter(pk=pk, author=request.user).first()
    if found is None:
        raise NotThere(_("There is no such comment of yours."))
    if request.method != "POST":
        if found.status == Comment.Status.WITHDRAWN:
            return redirect("me")
        context = {"comment": found, "days": settings.KEPT_DAYS["withdrawn"]}
        return render(request, "participation/withdraw_comment.html", context)
    withdraw_comment(actor=request.user, comment=found)
    found.refresh_from_db()
    messages.success(request, " ".join((_("Your comment is withdrawn."), gone_sentence(found))))
    return redirect("me")


@confirmed_recently
@require_POST
@only(is_known)
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own account."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    person = request.user
    try:
        erase_account(actor=person, person=person, words=form.cleaned_data["words"])
    except CivicError as error:
        form.take(error)
        return _page(request, form, error.status)
    logout(request)
    messages.success(request, _("Your account is erased."))
    answer = redirect("home")
    forget_here(request, answer)
    return answer
