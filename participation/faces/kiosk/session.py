"""Which kiosk a device is: a word in a cookie that only the kiosk's pages are sent.

A booth is a random word for one voter's turn: forms carry it, and a form of an earlier booth is
refused, so that going back shows nobody's choice.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation import kiosks
from participation.faces.finding import known
from participation.models import Consultation, Kiosk
from portal.errors import NotAllowed
from portal.models import User

COOKIE = "kiosk"
PATH = "/kiosk/"
LASTS_S = int(kiosks.LONGEST.total_seconds())


def start(
    response: HttpResponse, *, actor: User, consultation: Consultation, mode: str, pin: str
) -> Kiosk:
    """Make this device a kiosk, or one that waits for a second official."""
    kiosk, word = kiosks.ask_kiosk(actor=actor, consultation=consultation, mode=mode, pin=pin)
    response.set_cookie(
        COOKIE,
        word,
        max_age=LASTS_S,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return kiosk


def of_device(request: HttpRequest) -> Kiosk:
    """The kiosk of this device, open or not; NotAllowed where there is none."""
    kiosk = kiosks.kiosk_of(request.COOKIES.get(COOKIE, "")[:100])
    if kiosk is None:
        raise NotAllowed(_("No kiosk runs on this device. An official starts it from the desk."))
    return kiosk


def running(request: HttpRequest) -> Kiosk:
    """The open kiosk of this device; NotAllowed where none is."""
    kiosk = of_device(request)
    kiosks.require_running(kiosk)
    return kiosk


def question(kiosk: Kiosk, request: HttpRequest) -> Consultation:
    """The question of the kiosk."""
    return known(kiosk.consultation.slug, request, light=True)
