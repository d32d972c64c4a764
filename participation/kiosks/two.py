"""Asking for a kiosk, opening and closing it: an assisted one by two officials."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import gates
from participation.kiosks.keeping import end, is_over, locked, move, note, token_of
from participation.models import Consultation, Kiosk
from participation.phases import Act
from portal.errors import BadInput, NotAllowed, NotThere
from portal.limits import Limit, forget, take
from portal.roles import is_official, require

MODES = ("code", "assisted")
PIN_LENGTH = range(4, 13)
NUMBER_TRIES = Limit(
    "kiosk: wrong numbers of a device",
    10,
    900,
    gettext_lazy("There were too many wrong numbers. Try again after %(time)s."),
)
_State = Kiosk.State


def ask_kiosk(*, actor: Any, consultation: Consultation, mode: str, pin: str) -> tuple[Kiosk, str]:
    """Ask for a kiosk: the kiosk, and the word for its device's cookie, which is kept nowhere.

    "code" is open at once, since each voter is recognised; "assisted" waits for a second official.
    """
    require(is_official, actor)
    gates.require(consultation, Act.VOTE)
    if mode not in MODES:
        raise BadInput(_("Choose how voters are let in."), field="mode")
    word, now, assisted = secrets.token_urlsafe(32), timezone.now(), mode == "assisted"
    if assisted and not (pin.isascii() and pin.isdigit() and len(pin) in PIN_LENGTH):
        raise BadInput(_("Choose a PIN of 4 to 12 digits."), field="pin")
    with transaction.atomic():
        kiosk = Kiosk.objects.create(
            consultation=consultation,
            mode=mode,
            state=_State.ASKED if assisted else _State.OPEN,
            token=token_of(word),
            pin=make_password(pin) if assisted else "",
            number=f"{secrets.randbelow(1_000_000):06}" if assisted else "",
            asked_by=actor,
            asked_at=now,
            opened_at=None if assisted else now,
        )
        note(kiosk, actor, "kiosk.ask" if assisted else "kiosk.open")
    return kiosk, word


def open_kiosk(*, actor: Any, pk: int, number: str) -> Kiosk:
    """A second official opens an assisted kiosk, with the number that its device shows."""
    require(is_official, actor)
    take(NUMBER_TRIES, pk)
    with transaction.atomic():
        kiosk = locked(pk)
        if kiosk.state != _State.ASKED or is_over(kiosk):
            raise NotThere(_("This kiosk does not wait any more. Start it again on the device."))
        if kiosk.asked_by_id == actor.pk:
            raise NotAllowed(
                _("A colleague has to open it, from an account of their own: one alone cannot.")
            )
        if not secrets.compare_digest("".join(number.split()).encode(), kiosk.number.encode()):
            raise BadInput(_("The device shows another number. Look again."), field="number")
        kiosk.opened_by, kiosk.opened_at, kiosk.number = actor, timezone.now(), ""
        move(kiosk, _State.OPEN, "opened_by", "opened_at", "number")
        note(kiosk, actor, "kiosk.open")
    forget(NUMBER_TRIES, pk)
    return kiosk


def close_kiosk(*, actor: Any, pk: int) -> Kiosk:
    """Close a kiosk: nobody votes from here on. An open assisted one asks for a second official."""
    require(is_official, actor)
    with transaction.atomic():
        kiosk = locked(pk)
        if kiosk.state == _State.CLOSED:
            raise NotThere(_("This kiosk is closed already."))
        if kiosk.state == _State.OPEN and kiosk.mode == "assisted":
            kiosk.closing_by, kiosk.booth = actor, ""
            move(kiosk, _State.CLOSING, "closing_by", "booth")
            note(kiosk, actor, "kiosk.closing")
        elif kiosk.state == _State.CLOSING and kiosk.closing_by_id == actor.pk:
            raise NotAllowed(
                _("You have closed it. A colleague has to confirm the number of turns.")
            )
        else:
            end(kiosk, actor, "two" if kiosk.state == _State.CLOSING else "one")
    return kiosk
