"""Which kiosks there are, when one is over, and its moves from state to state."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Consultation, Kiosk
from participation.models.kiosk import KIOSK_MOVES
from portal.audit import record
from portal.errors import NotAllowed, NotThere
from portal.roles import is_official

NUMBER_LASTS = timedelta(minutes=15)
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=14)
_State = Kiosk.State


def kiosk_of(word: str) -> Kiosk | None:
    """The kiosk of a device by the word in its cookie; None where there is none or it is over."""
    kiosk = (
        Kiosk.objects.filter(token=token_of(word))
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
        kiosk = locked(kiosk.pk)
        # Somebody may have begun a turn, or closed it, a moment ago.
        if kiosk.state != _State.CLOSED and (left or is_over(kiosk)):
            end(kiosk, None, "left" if left else "time")
    return kiosk.state == _State.CLOSED


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


def locked(pk: int) -> Kiosk:
    """The kiosk's row, kept from others until the transaction ends."""
    found = Kiosk.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if found is None:
        raise NotThere(_("There is no such kiosk."))
    return found


def end(kiosk: Kiosk, actor: Any, why: str) -> None:
    """Close a kiosk whose row is locked, and say so in the log."""
    kiosk.closed_by, kiosk.closed_at, kiosk.why = actor, timezone.now(), why
    kiosk.booth = kiosk.number = kiosk.pin = ""
    move(kiosk, _State.CLOSED, "closed_by", "closed_at", "why", "booth", "number", "pin")
    note(kiosk, actor, "kiosk.close", why=why)


def move(kiosk: Kiosk, state: str, *fields: str) -> None:
    """Another state, if it may follow; `fields` are saved with it."""
    if state not in KIOSK_MOVES[kiosk.state]:
        raise NotThere(_("A colleague was quicker: look at the page again."))
    kiosk.state = state
    kiosk.save(update_fields=["state", *fields])


def note(kiosk: Kiosk, actor: Any, act: str, **facts: Any) -> None:
    """An entry in the audit log; nothing of a ballot."""
    record(
        actor=actor,
        act=act,
        subject=kiosk,
        question=kiosk.consultation.slug,
        mode=kiosk.mode,
        turns=kiosk.turns,
        **facts,
    )


def token_of(word: str) -> bytes:
    """What is kept of the word in a device's cookie."""
    return sha256(word.encode("utf-8", "surrogatepass")).digest()
