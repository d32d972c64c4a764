"""Wrong PINs at an assisted kiosk: waits that grow, and an end after very many.

Anybody who walks by can type. So a few wrong ones only make the next try wait, minutes at most; a
hundred in a kiosk's life, whoever voted between, are somebody who guesses, and end it. That is one
chance in a hundred at four digits, and a turn shows.
"""

from __future__ import annotations

from datetime import timedelta

from babel.dates import format_timedelta
from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

from participation.kiosks.keeping import end, note
from participation.models import Kiosk
from portal.errors import BadInput, CivicError, NotAllowed, TooOften
from portal.limits import Limit, forget, give_back, standing, take_each
from portal.templatetags.words import locale

PIN_WAITS = (
    Limit("kiosk: wrong PINs at once", 5, 30),
    Limit("kiosk: wrong PINs in two minutes", 10, 120),
    Limit("kiosk: wrong PINs in five minutes", 15, 300),
)
"""Counted since the last right one; so the longest wait is five minutes."""
PIN_TRIES = Limit("kiosk: wrong PINs", 100, 14 * 3_600)
"""As long as a kiosk lasts."""
ODD = PIN_WAITS[0].most
"""So many within five minutes are told to officials."""


def refusal_of(kiosk: Kiosk, pin: str) -> CivicError | None:
    """Why this PIN lets nobody in, or None; of a kiosk whose row is locked.

    A try is counted before it is looked at, and not at all while the kiosk waits, whatever it says.
    """
    counted = [(limit, (kiosk.pk,)) for limit in (*PIN_WAITS, PIN_TRIES)]
    try:
        count = take_each(*counted)[-1].count
    except TooOften:
        count = standing(PIN_TRIES, kiosk.pk).count
        if count < PIN_TRIES.most:
            return waiting(kiosk)
    else:
        if check_password(pin[:40], kiosk.pin):
            give_back(PIN_TRIES, kiosk.pk)
            for limit in PIN_WAITS:
                forget(limit, kiosk.pk)
            return None
    if count >= PIN_TRIES.most:
        end(kiosk, None, "tries")
        return NotAllowed(_("Too many wrong tries. The kiosk has ended; start it again."))
    wait = waiting(kiosk)
    if wait is not None:
        note(kiosk, None, "kiosk.wrong", tries=count)
        return wait
    return BadInput(_("This is not the PIN. Try again."), field="pin")


def waiting(kiosk: Kiosk) -> TooOften | None:
    """From when on a PIN may be typed again, in a sentence; None at once."""
    if kiosk.mode != "assisted":
        return None
    wait_s = max(standing(limit, kiosk.pk).retry_after_s for limit in PIN_WAITS)
    if not wait_s:
        return None
    # In whole minutes above one and a half, rounded up.
    shown_s = wait_s if wait_s <= 90 else -(-wait_s // 60) * 60
    time = format_timedelta(timedelta(seconds=shown_s), threshold=1.5, locale=locale())
    return TooOften(
        _("The PIN was wrong several times. Our staff can type it again in %(time)s.")
        % {"time": time},
        field="pin",
        retry_after_s=wait_s,
    )


def wrong_pins(kiosk: Kiosk) -> tuple[int, int]:
    """(in a row within five minutes, since the kiosk was opened) at an assisted kiosk."""
    return standing(PIN_WAITS[-1], kiosk.pk).count, standing(PIN_TRIES, kiosk.pk).count
