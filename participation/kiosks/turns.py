"""One person after the other: a turn begins, takes one ballot, and ends."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.kiosks.keeping import locked, note, require_running
from participation.kiosks.pins import refusal_of
from participation.models import Kiosk
from portal.errors import TooOften
from portal.limits import Limit, take

# Nobody reads the sheet, chooses and reviews in less; whoever needs help takes far longer.
LEAST_TURN_S = 20
TURNS = Limit(
    "kiosk: turns of an assisted one",
    60,
    3_600,
    gettext_lazy(
        "Sixty people have voted here within an hour, as many as one kiosk takes. Go on after "
        "%(time)s, or set up a second kiosk."
    ),
)


def begin_turn(*, pk: int, pin: str) -> Kiosk:
    """Let one person vote: with the staff's PIN where they let people in.

    Written down at once, before anything is chosen. Raises BadInput, NotAllowed, TooOften.
    """
    with transaction.atomic():
        kiosk = locked(pk)
        require_running(kiosk)
        assisted = kiosk.mode == "assisted"
        refusal = refusal_of(kiosk, pin) if assisted else None
        if refusal is None:
            if assisted:
                _require_pace(kiosk)
            kiosk.booth, kiosk.turn_at = secrets.token_urlsafe(16), timezone.now()
            kiosk.turns += 1
            kiosk.save(update_fields=["booth", "turn_at", "turns"])
            # Where voters are recognised each votes once, and a moment would be one of theirs.
            if assisted:
                note(kiosk, None, "kiosk.turn")
    # After the commit, or what it wrote down would be gone.
    if refusal is not None:
        raise refusal
    return kiosk


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
        and Kiosk.objects.filter(pk=kiosk.pk, booth=kiosk.booth, state=Kiosk.State.OPEN).update(
            booth=""
        )
    )
