"""A voter's turn at a kiosk: the same three steps, without a cookie, a draft or a way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.ballots import AlreadyVoted, add_paper, cast_ballot
from participation.faces.finding import phase_now
from participation.faces.kiosk import session
from participation.faces.resident.vote import review as reviewing
from participation.faces.resident.vote.asking import answers_in
from participation.faces.resident.vote.cast import given_in
from participation.faces.resident.vote.keys import Done
from participation.faces.resident.vote.marks import Marks, from_content, from_post
from participation.faces.resident.vote.sheet import checked, rule_of, sheet_of
from participation.faces.resident.witness.receipt import qr
from participation.gates import may, require
from participation.kiosks import begin_turn, claim_turn, end_turn, waiting
from participation.ledger.codes import grouped
from participation.models import Consultation, Kiosk
from participation.phases import Act
from portal.city import public
from portal.errors import BadInput, CivicError, NotNow, TooOften
from portal.once import settles_itself

Step = Callable[[HttpRequest, Kiosk], HttpResponse]
IDLE_S, WARNING_S = 90, 20


def step(view: Step) -> Callable[[HttpRequest], HttpResponse]:
    """A page of the booth that is open; any other form leads to the welcome, unread."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        kiosk = session.running(request)
        posted = request.method == "POST"
        if not kiosk.booth or (posted and request.POST.get("booth") != kiosk.booth):
            return redirect("kiosk")
        try:
            return view(request, kiosk)
        except NotNow as error:
            return _welcome(request, kiosk, session.question(kiosk, request), error)

    return guarded


@settles_itself
@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    """Between two voters: nothing of the one before is left on the device.

    Before a second official has opened it, the number that they need; while it is being closed,
    what is left to do.
    """
    kiosk = session.of_device(request)
    found = session.question(kiosk, request)
    if kiosk.state != Kiosk.State.OPEN:
        context = {"consultation": found, "kiosk": kiosk}
        return render(request, "participation/kiosk/waiting.html", context)
    end_turn(kiosk)
    # Before the page is written: its forms carry the new token.
    rotate_token(request)
    response = _welcome(request, kiosk, found)
    for name in request.COOKIES:
        if name not in (session.COOKIE, settings.CSRF_COOKIE_NAME):
            response.delete_cookie(name)
    response["Clear-Site-Data"] = '"storage"'
    return response


def _welcome(
    request: HttpRequest, kiosk: Kiosk, found: Consultation, error: CivicError | None = None
) -> HttpResponse:
    wait = waiting(kiosk)
    context = {
        "consultation": found,
        "kiosk": kiosk,
        "is_open": may(found, Act.VOTE),
        # One sentence says it.
        "error": None if wait else error,
        "wait": wait,
    }
    page = "participation/kiosk/welcome.html"
    return render(request, page, context, status=error.status if error else 200)


@settles_itself
@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """A turn begins: at once where voters are recognised, with the staff's PIN elsewhere."""
    kiosk = session.running(request)
    try:
        begin_turn(pk=kiosk.pk, pin=request.POST.get("pin", ""))
    except (BadInput, TooOften) as error:
        return _welcome(request, kiosk, session.question(kiosk, request), error)
    response = redirect("kiosk-vote")
    # For this turn only: the next welcome wipes it with all other cookies.
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
    return response


@settles_itself
@step
def vote(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The sheet; a POST shows it again, with its sums or from the review."""
    found = session.question(kiosk, request)
    require(found, Act.VOTE)
    form = rule_of(found).form
    back = request.POST.get("content")
    marks = from_content(form, back) if back else from_post(form, request.POST)
    return _sheet(request, kiosk, found, marks)


def _sheet(
    request: HttpRequest,
    kiosk: Kiosk,
    found: Consultation,
    marks: Marks,
    error: BadInput | None = None,
) -> HttpResponse:
    sheet = sheet_of(found, marks, {error.field: str(error)} if error else {})
    context = _common(kiosk, found) | {
        "sheet": sheet,
        "error": error,
        "error_at": next((row.name for row in sheet.rows if row.wrong), "sheet"),
        "sum_at": reverse("kiosk-vote"),
    }
    status = error.status if error else 200
    return render(request, "participation/kiosk/choose.html", context, status=status)


@settles_itself
@step
def review(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """What will be counted."""
    found = session.question(kiosk, request)
    require(found, Act.VOTE)
    marks = from_post(rule_of(found).form, request.POST)
    try:
        checked(found, marks)
    except BadInput as error:
        return _sheet(request, kiosk, found, marks, error)
    return _review(request, kiosk, found, marks, reviewing.Typed())


def _review(
    request: HttpRequest,
    kiosk: Kiosk,
    found: Consultation,
    marks: Marks,
    typed: reviewing.Typed,
    error: CivicError | None = None,
) -> HttpResponse:
    context = reviewing.sheets(found, marks, typed, error) | _common(kiosk, found)
    if kiosk.mode == "assisted":
        context["questions"] = []
    status = error.status if error else 200
    return render(request, "participation/kiosk/review.html", context, status=status)


@settles_itself
@step
def cast(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """Into the box; the answer itself is the last page, which no cookie or address holds."""
    found = session.question(kiosk, request)
    marks = from_content(rule_of(found).form, request.POST.get("content", ""))
    how = request.POST.get("how", "")
    typed = reviewing.Typed(answers_in(request.POST), bool(how), how, request.POST.get("key", ""))
    try:
        done = _assisted(kiosk, found, marks) if kiosk.mode == "assisted" else _by_code(request)
    except CivicError as error:
        if isinstance(error, NotNow):
            raise
        known = isinstance(error, AlreadyVoted) or typed.ask_key
        typed = reviewing.Typed(typed.answers, known, typed.how, typed.key[:60])
        return _review(request, kiosk, found, marks, typed, error)
    if done is None:
        return redirect("kiosk")
    end_turn(kiosk)
    receipt = public(request, reverse("receipt", args=[done.code]))
    context = _common(kiosk, found) | {"done": done, "qr": qr(receipt)}
    return render(request, "participation/kiosk/done.html", context)


def _by_code(request: HttpRequest) -> Done:
    """A voter who is recognised by what they typed. One network has many voters at a kiosk."""
    how = request.POST.get("how", "")
    cast_ = cast_ballot(
        actor=AnonymousUser(),
        consultation=session.running(request).consultation.slug,
        given=given_in(request.POST),
        secret=request.POST.get("key" if how == "key" else "secret", "")[:60],
        token=request.POST.get("token", "")[:64],
        answers=answers_in(request.POST),
        again=how == "again",
        channel="kiosk",
    )
    return Done(cast_.code, cast_.secret, cast_.replaced)


@transaction.atomic
def _assisted(kiosk: Kiosk, found: Consultation, marks: Marks) -> Done | None:
    """A voter whom the staff let in, once a booth; None when this booth's ballot is in already."""
    require(found, Act.VOTE)
    content = checked(found, marks)
    if not claim_turn(kiosk):
        return None
    (code,) = add_paper(consultation=found, contents=[content], channel="assisted")
    return Done(grouped(code), "", False)


def _common(kiosk: Kiosk, found: Consultation) -> dict[str, object]:
    return {
        "consultation": found,
        "phase": phase_now(found),
        "kiosk": kiosk,
        "idle_s": IDLE_S,
        "warning_s": WARNING_S,
        "asks_code": False,
    }
