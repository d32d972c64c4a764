"""Kiosks: asked for by one official, opened by another, a turn at a time, closed by two.

One official alone can neither open an assisted kiosk nor let people vote faster than people vote.
decisions/0019-kiosk-by-two.md says why it is so, and what two could still do.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation import gates
from participation.models import Consultation, Kiosk
from participation.models.kiosk import KIOSK_MOVES
from participation.phases import Act
from portal.audit import record
from portal.errors import BadInput, NotAllowed, NotThere, TooOften
from portal.limits import Limit, forget, take
from portal.roles import is_official, require

MODES = ("code", "assisted")
# Nobody reads the sheet, chooses and reviews in less; whoever needs help takes far longer.
LEAST_TURN_S = 20
PIN_TRIES = Limit("kiosk: wrong PINs", 5, 14 * 3_600)
NUMBER_TRIES = Limit(
    "kiosk: wrong numbers of a device",
    10,
    900,
    gettext_lazy("There were too many wrong numbers. Try again after %(time)s."),
)
TURNS = Limit(
    "kiosk: turns of an assisted one",
    60,
    3_600,
    gettext_lazy(
        "Sixty people have voted here within an hour, as many as one kiosk takes. Go on after "
        "%(time)s, or set up a second kiosk."
    ),
)
NUMBER_LASTS = timedelta(minutes=15)
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=14)
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
    with transaction.atomic():
        kiosk = Kiosk.objects.create(
            consultation=consultation,
            mode=mode,
            state=_State.ASKED if assisted else _State.OPEN,
            token=_token(word),
            pin=make_password(pin) if assisted else "",
            number=f"{secrets.randbelow(1_000_000):06}" if assisted else "",
            asked_by=actor,
            asked_at=now,
            opened_at=None if assisted else now,
        )
        _note(kiosk, actor, "kiosk.ask" if assisted else "kiosk.open")
    return kiosk, word


def open_kiosk(*, actor: Any, pk: int, number: str) -> Kiosk:
    """A second official opens an assisted kiosk, with the number that its device shows."""
    require(is_official, actor)
    take(NUMBER_TRIES, pk)
    with transaction.atomic():
        kiosk = _locked(pk)
        if kiosk.state != _State.ASKED or is_over(kiosk):
            raise NotThere(_("This kiosk does not wait any more. Start it again on the device."))
        if kiosk.asked_by_id == actor.pk:
            raise NotAllowed(
                _("A colleague has to open it, from an account of their own: one alone cannot.")
            )
        if not secrets.compare_digest("".join(number.split()).encode(), kiosk.number.encode()):
            raise BadInput(_("The device shows another number. Look again."), field="number")
        kiosk.opened_by, kiosk.opened_at, kiosk.number = actor, timezone.now(), ""
        _move(kiosk, _State.OPEN, "opened_by", "opened_at", "number")
        _note(kiosk, actor, "kiosk.open")
    forget(NUMBER_TRIES, pk)
    return kiosk


def close_kiosk(*, actor: Any, pk: int) -> Kiosk:
    """Close a kiosk: nobody votes from here on. An open assisted one asks for a second official."""
    require(is_official, actor)
    with transaction.atomic():
        kiosk = _locked(pk)
        if kiosk.state == _State.CLOSED:
            raise NotThere(_("This kiosk is closed already."))
        if kiosk.state == _State.OPEN and kiosk.mode == "assisted":
            kiosk.closing_by, kiosk.booth = actor, ""
            _move(kiosk, _State.CLOSING, "closing_by", "booth")
            _note(kiosk, actor, "kiosk.closing")
        elif kiosk.state == _State.CLOSING and kiosk.closing_by_id == actor.pk:
            raise NotAllowed(
                _("You have closed it. A colleague has to confirm the number of turns.")
            )
        else:
            _end(kiosk, actor, "two" if kiosk.state == _State.CLOSING else "one")
    return kiosk


def begin_turn(*, pk: int, pin: str) -> Kiosk:
    """Let one person vote: with the staff's PIN where they let people in.

    Written down at once, before anything is chosen. The fifth wrong PIN in a row ends the kiosk.
    Raises BadInput, NotAllowed, TooOften.
    """
    wrong = False
    with transaction.atomic():
        kiosk = _locked(pk)
        require_running(kiosk)
        if kiosk.mode == "assisted":
            wrong = not _lets_in(kiosk, pin)
            if not wrong:
                _require_pace(kiosk)
        if not wrong and kiosk.state == _State.OPEN:
            kiosk.booth, kiosk.turn_at = secrets.token_urlsafe(16), timezone.now()
            kiosk.turns += 1
            kiosk.save(update_fields=["booth", "turn_at", "turns"])
            # Where voters are recognised each votes once, and a moment would be one of theirs.
            if kiosk.mode == "assisted":
                _note(kiosk, None, "kiosk.turn")
    if wrong and kiosk.state == _State.CLOSED:
        raise NotAllowed(_("Too many wrong tries. The kiosk has ended; start it again."))
    if wrong:
        raise BadInput(_("This is not the PIN. Try again."), field="pin")
    return kiosk


def _lets_in(kiosk: Kiosk, pin: str) -> bool:
    try:
        left = take(PIN_TRIES, kiosk.pk).left
    except TooOften:
        left = -1
    if left >= 0 and check_password(pin[:40], kiosk.pin):
        forget(PIN_TRIES, kiosk.pk)
        return True
    if left <= 0:
        _end(kiosk, None, "tries")
    return False


def _require_pace(kiosk: Kiosk) -> None:
    ready = (kiosk.turn_at or kiosk.asked_at) + timedelta(seconds=LEAST_TURN_S)
    wait_s = int((ready - timezone.now()).total_seconds()) + 1
    if kiosk.turns and wait_s > 0:
        raise TooOften(
            _("One person needs a moment to vote. Let the next one in after %(wait)s seconds.")
            % {"wait": wait_s},
            retry_after_s=wait_s,
        )
    take(TURNS, kiosk.pk)


def end_turn(kiosk: Kiosk) -> None:
    """The turn is over; its forms are worth nothing any more."""
    Kiosk.objects.filter(pk=kiosk.pk, booth=kiosk.booth).exclude(booth="").update(booth="")


def claim_turn(kiosk: Kiosk) -> bool:
    """Whether this booth's one ballot may go in; in the cast's transaction, once a booth."""
    return bool(
        kiosk.booth
        and Kiosk.objects.filter(pk=kiosk.pk, booth=kiosk.booth, state=_State.OPEN).update(booth="")
    )


def kiosk_of(word: str) -> Kiosk | None:
    """The kiosk of a device by the word in its cookie; None where there is none or it is over."""
    kiosk = (
        Kiosk.objects.filter(token=_token(word))
        .exclude(state=_State.CLOSED)
        .select_related("asked_by", "opened_by", "consultation")
        .first()
    )
    return None if kiosk is None or end_if_over(kiosk) else kiosk


def kiosks_of(consultation: Consultation) -> QuerySet[Kiosk]:
    """Those that are not closed, the newest first."""
    return (
        Kiosk.objects.filter(consultation=consultation)
        .exclude(state=_State.CLOSED)
        .select_related("asked_by", "opened_by", "closing_by")
        .order_by("-asked_at")
    )


def turns_of(consultation: Consultation) -> tuple[int, int]:
    """(turns at assisted kiosks, how many such kiosks were opened) of a question."""
    found = Kiosk.objects.filter(
        consultation=consultation, mode="assisted", opened_at__isnull=False
    )
    return found.aggregate(number=Sum("turns"))["number"] or 0, found.count()


def is_over(kiosk: Kiosk, now: datetime | None = None) -> bool:
    """Whether its time is over: nobody opened it, nobody votes on it, or the day is done."""
    now = now or timezone.now()
    if kiosk.state == _State.ASKED:
        return kiosk.asked_at < now - NUMBER_LASTS
    opened = kiosk.opened_at or kiosk.asked_at
    return opened < now - LONGEST or (kiosk.turn_at or opened) < now - IDLE


def end_if_over(kiosk: Kiosk) -> bool:
    """End it when its time is over, or when one of those who opened it works here no more."""
    left = not all(is_official(person) for person in _answering(kiosk))
    if not (left or is_over(kiosk)):
        return False
    with transaction.atomic():
        kiosk = _locked(kiosk.pk)
        if kiosk.state != _State.CLOSED:
            _end(kiosk, None, "left" if left else "time")
    return True


def end_all_over() -> int:
    """End every kiosk whose time is over; how many."""
    found = Kiosk.objects.exclude(state=_State.CLOSED).select_related("asked_by", "opened_by")
    return sum(end_if_over(kiosk) for kiosk in found)


def require_running(kiosk: Kiosk) -> None:
    """Raise NotAllowed unless people can vote at it."""
    if kiosk.state == _State.ASKED:
        raise NotAllowed(_("A second official has not opened this kiosk yet."))
    if kiosk.state != _State.OPEN:
        raise NotAllowed(_("This kiosk has ended. Start it again from the desk."))


def _answering(kiosk: Kiosk) -> list[Any]:
    second = kiosk.mode == "assisted" and kiosk.state != _State.ASKED
    return [kiosk.asked_by, *([kiosk.opened_by] if second else [])]


def _locked(pk: int) -> Kiosk:
    found = Kiosk.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("There is no such kiosk."))
    return found


def _end(kiosk: Kiosk, actor: Any, why: str) -> None:
    kiosk.closed_by, kiosk.closed_at, kiosk.why = actor, timezone.now(), why
    kiosk.booth = kiosk.number = kiosk.pin = ""
    _move(kiosk, _State.CLOSED, "closed_by", "closed_at", "why", "booth", "number", "pin")
    _note(kiosk, actor, "kiosk.close", why=why)


def _move(kiosk: Kiosk, state: str, *fields: str) -> None:
    if state not in KIOSK_MOVES[kiosk.state]:
        raise NotThere(_("A colleague was quicker: look at the page again."))
    kiosk.state = state
    kiosk.save(update_fields=["state", *fields])


def _note(kiosk: Kiosk, actor: Any, act: str, **facts: Any) -> None:
    record(
        actor=actor,
        act=act,
        subject=kiosk,
        question=kiosk.consultation.slug,
        mode=kiosk.mode,
        turns=kiosk.turns,
        **facts,
    )


def _token(word: str) -> bytes:
    return sha256(word.encode("utf-8", "surrogatepass")).digest()
