"""Taking a question back: one official's act until ballots are in the box, two officials' then.

The ballots of a withdrawn question are destroyed unread, so one official alone cannot withdraw an
open vote: the first asks, another confirms, and whoever is against it takes the request back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.ballots import has_ballots
from participation.consultations import require_move, saved
from participation.models import Consultation, VoteBox, Withdrawal
from portal.audit import record
from portal.errors import BadInput, Conflict, NotAllowed, NotNow, NotThere
from portal.roles import is_official, require

LASTS = timedelta(days=7)
_State = Withdrawal.State


@transaction.atomic
def withdraw_consultation(*, actor: Any, consultation: Consultation) -> Consultation:
    """Take back a question without ballots; what people said stays readable to the city only.

    Raises NotNow once a ballot has been cast: that takes two (ask_withdrawal).
    """
    require(is_official, actor)
    current = _locked(consultation)
    if has_ballots(current):
        raise NotNow(
            _(
                "Ballots have been cast, so one official alone cannot withdraw the question: ask "
                "for it, and a colleague confirms."
            )
        )
    return _withdraw(current, actor)


@transaction.atomic
def ask_withdrawal(*, actor: Any, consultation: Consultation) -> Withdrawal:
    """Ask to take back a question whose ballots would be destroyed; it lapses after seven days."""
    require(is_official, actor)
    current = _locked(consultation)
    if not has_ballots(current):
        raise NotNow(_("No ballot has been cast: you can withdraw the question yourself."))
    if waiting_withdrawal(current) is not None:
        raise Conflict(_("A colleague has asked for this already: look at the page again."))
    now = timezone.now()
    dead = Withdrawal.objects.filter(consultation=current, state=_State.ASKED)
    dead.update(state=_State.VOID, ended_at=now)
    asked = Withdrawal.objects.create(consultation=current, asked_by=actor, asked_at=now)
    record(actor=actor, act="consultation.withdrawal.ask", subject=current, request=asked.pk)
    return asked


@transaction.atomic
def confirm_withdrawal(*, actor: Any, consultation: Consultation) -> Consultation:
    """A second official confirms: the question is withdrawn, and its sealed ballots destroyed."""
    require(is_official, actor)
    current = _locked(consultation)
    asked = _require_waiting(current)
    if asked.asked_by_id == actor.pk:
        raise NotAllowed(
            _("A colleague has to confirm it, from an account of their own: one alone cannot.")
        )
    _end(asked, actor, _State.DONE)
    return _withdraw(current, actor, request=asked.pk)


@transaction.atomic
def drop_withdrawal(*, actor: Any, consultation: Consultation) -> None:
    """Take the request back: any official may, whoever asked."""
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    asked = _require_waiting(current)
    _end(asked, actor, _State.BACK)
    record(actor=actor, act="consultation.withdrawal.drop", subject=current, request=asked.pk)


def waiting_withdrawal(consultation: Consultation) -> Withdrawal | None:
    """The request that waits for a second official; None without one, or when it has lapsed."""
    return next(iter(_alive(waiting_withdrawals().filter(consultation=consultation))), None)


def withdrawals_for(actor: Any) -> list[Withdrawal]:
    """The requests that this official could confirm: colleagues', of votes not yet opened."""
    found = waiting_withdrawals().filter(consultation__box__state=VoteBox.State.OPEN)
    return _alive(found.exclude(asked_by=actor).order_by("asked_at"))


def waiting_withdrawals() -> QuerySet[Withdrawal]:
    """All that were asked for within seven days, of questions that are open."""
    return Withdrawal.objects.filter(
        state=_State.ASKED,
        asked_at__gt=timezone.now() - LASTS,
        consultation__status=Consultation.Status.OPEN,
    ).select_related("asked_by", "consultation")


def _alive(found: QuerySet[Withdrawal]) -> list[Withdrawal]:
    """Without those of people who work here no more: nobody is left to answer for them."""
    return [one for one in found if is_official(one.asked_by)]


def _locked(consultation: Consultation) -> Consultation:
    """The question, which no cast passes while we look; raises what forbids to withdraw it."""
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_move(current, Consultation.Status.WITHDRAWN)
    if VoteBox.objects.filter(consultation=current).exclude(state=VoteBox.State.OPEN).exists():
        raise NotNow(
            _(
                "The ballots have been opened, so the result stays public. Publish a decision: "
                "it may be for none of the options."
            )
        )
    if current.decision_date is None or not current.decision_maker:
        raise BadInput(_("Name who decides and when first; the record of a question needs both."))
    return current


def _require_waiting(current: Consultation) -> Withdrawal:
    asked = waiting_withdrawal(current)
    if asked is None:
        raise NotThere(_("This request does not wait any more: it lapsed or was taken back."))
    return asked


def _end(asked: Withdrawal, actor: Any, state: str) -> None:
    asked.state, asked.ended_by, asked.ended_at = state, actor, timezone.now()
    asked.save(update_fields=["state", "ended_by", "ended_at"])


def _withdraw(current: Consultation, actor: Any, **facts: Any) -> Consultation:
    current.status = Consultation.Status.WITHDRAWN
    return saved(current, actor, "consultation.withdraw", **facts)
