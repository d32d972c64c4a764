"""What the official does: start a kiosk from the desk, and end it with their password."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participation.eligibility import needs_account
from participation.faces.finding import known
from participation.faces.kiosk import session
from participation.faces.signing import only
from participation.gates import require
from participation.phases import Act
from portal.confirming import confirmed_recently
from portal.errors import BadInput
from portal.roles import is_official

PIN_LENGTH = range(4, 13)


@confirmed_recently
@only(is_official)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how voters are let in; then the official is signed out and the device is a kiosk."""
    found = known(slug, request, light=True)
    require(found, Act.VOTE)
    modes = session.MODES[1:] if needs_account(found.eligibility) else session.MODES
    error = None
    if request.method == "POST":
        mode, pin = request.POST.get("mode", ""), request.POST.get("pin", "").strip()
        error = _flaw(mode, modes, pin, request.POST.get("pin_again", "").strip())
        if error is None:
            response = redirect("kiosk")
            actor = request.user
            session.start(response, actor=actor, consultation=found, mode=mode, pin=pin)
            logout(request)
            return response
    context = {
        "consultation": found,
        "modes": modes,
        "mode": request.POST.get("mode") or modes[0],
        "error": error,
    }
    page = "participation/kiosk/start.html"
    return render(request, page, context, status=error.status if error else 200)


def _flaw(mode: str, modes: tuple[str, ...], pin: str, again: str) -> BadInput | None:
    if mode not in modes:
        return BadInput(_("Choose how voters are let in."), field="mode")
    if mode != "assisted":
        return None
    if not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTH):
        return BadInput(_("Choose a PIN of 4 to 12 digits."), field="pin")
    if pin != again:
        return BadInput(_("The two PINs differ. Type them again."), field="pin_again")
    return None


@never_cache
def end(request: HttpRequest) -> HttpResponse:
    """End the kiosk, with the password of the official who started it."""
    kiosk = session.running(request)
    error = None
    if request.method == "POST":
        if kiosk.is_starter(request.POST.get("password", "")):
            slug = kiosk.slug
            kiosk.end()
            response = redirect("desk-consultation", slug=slug)
            response.delete_cookie(session.COOKIE, path=session.PATH)
            return response
        error = BadInput(_("This is not the password. Try again."), field="password")
    context = {"consultation": session.question(kiosk, request), "error": error}
    page = "participation/kiosk/end.html"
    return render(request, page, context, status=error.status if error else 200)
