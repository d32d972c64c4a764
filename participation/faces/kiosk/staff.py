"""What officials do: ask for a kiosk, open it as the second one, and close it by two."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from participation.eligibility import needs_account
from participation.faces.finding import known
from participation.faces.kiosk import session
from participation.faces.signing import only
from participation.gates import may, require
from participation.kiosks import (
    MODES,
    close_kiosk,
    end_if_over,
    kiosks_of,
    open_kiosk,
    waiting,
    wrong_pins,
)
from participation.models import Consultation, Kiosk
from participation.phases import Act
from portal.confirming import confirmed_recently
from portal.errors import BadInput, CivicError, NotThere, TooOften
from portal.models import User
from portal.roles import is_official


@dataclass(frozen=True)
class Row:
    """A kiosk at the desk. asked_by, closing_by: names. mine: I asked for it, or closed it.

    wrong: wrong PINs so far. wait: until when none can be typed, in a sentence.
    """

    kiosk: Kiosk
    asked_by: str
    closing_by: str
    mine: bool
    wrong: int
    wait: TooOften | None


@confirmed_recently
@only(is_official)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """The kiosks of a question, and starting one: this device becomes it, signed out.

    Where staff let people in, it then waits for a second official.
    """
    found = known(slug, request, light=True)
    error: CivicError | None = None
    if request.method == "POST":
        require(found, Act.VOTE)
        mode, pin = request.POST.get("mode", ""), request.POST.get("pin", "").strip()
        error = _flaw(mode, _modes(found), pin, request.POST.get("pin_again", "").strip())
        if error is None:
            response, actor = redirect("kiosk"), request.user
            try:
                session.start(response, actor=actor, consultation=found, mode=mode, pin=pin)
            except BadInput as refused:
                error = refused
            else:
                logout(request)
                return response
    return _page(request, found, error)


def _modes(found: Consultation) -> tuple[str, ...]:
    return MODES[1:] if needs_account(found.eligibility) else MODES


def _page(
    request: HttpRequest, found: Consultation, error: CivicError | None = None, at: int = 0
) -> HttpResponse:
    modes = _modes(found)
    context = {
        "consultation": found,
        "rows": [_row(one, request.user) for one in kiosks_of(found) if not end_if_over(one)],
        "is_open": may(found, Act.VOTE),
        "modes": modes,
        "mode": request.POST.get("mode") or modes[0],
        "error": error,
        "at": at,
        "error_at": f"number-{at}" if at else getattr(error, "field", ""),
    }
    status = error.status if error else 200
    return render(request, "participation/kiosk/start.html", context, status=status)


def _row(kiosk: Kiosk, user: User) -> Row:
    closing = kiosk.state == Kiosk.State.CLOSING
    first = kiosk.closing_by_id if closing else kiosk.asked_by_id
    pins = kiosk.mode == "assisted" and kiosk.state == Kiosk.State.OPEN
    return Row(
        kiosk,
        _name(kiosk.asked_by),
        _name(kiosk.closing_by),
        first == user.pk,
        wrong_pins(kiosk)[1] if pins else 0,
        waiting(kiosk) if pins else None,
    )


def _name(person: User | None) -> str:
    return (person.name or person.email) if person else "–"


def _flaw(mode: str, modes: tuple[str, ...], pin: str, again: str) -> BadInput | None:
    if mode not in modes:
        return BadInput(_("Choose how voters are let in."), field="mode")
    if mode == "assisted" and pin != again:
        return BadInput(_("The two PINs differ. Type them again."), field="pin_again")
    return None


@confirmed_recently
@require_POST
@only(is_official)
def open_(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A second official opens it, with the number that the device shows."""
    found = _of(request, slug, pk)
    try:
        open_kiosk(actor=request.user, pk=pk, number=request.POST.get("number", "")[:20])
    except CivicError as error:
        return _page(request, found, error, pk)
    messages.success(request, _("The kiosk is open."))
    return redirect("desk-kiosk", slug=slug)


@confirmed_recently
@require_POST
@only(is_official)
def close(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Nobody votes on it from here on; the second official closes it for good."""
    found = _of(request, slug, pk)
    try:
        closed = close_kiosk(actor=request.user, pk=pk)
    except CivicError as error:
        return _page(request, found, error, pk)
    if closed.state == Kiosk.State.CLOSED:
        messages.success(request, _("The kiosk is closed."))
    else:
        messages.success(request, _("Nobody votes on it any more. Now a colleague confirms it."))
    return redirect("desk-kiosk", slug=slug)


def _of(request: HttpRequest, slug: str, pk: int) -> Consultation:
    found = known(slug, request, light=True)
    if not Kiosk.objects.filter(pk=pk, consultation=found).exists():
        raise NotThere(_("There is no such kiosk."))
    return found


@never_cache
def end(request: HttpRequest) -> HttpResponse:
    """On the device: where its officials close it."""
    kiosk = session.of_device(request)
    context = {"consultation": session.question(kiosk, request), "kiosk": kiosk}
    return render(request, "participation/kiosk/end.html", context)
