"""An e-mail a day before the vote closes, for those who asked and have not voted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.ballots import has_voted
from participation.gates import window_of
from participation.models import Consultation, Reminder
from participation.phases import Act
from portal.city import site
from portal.errors import NotAllowed, NotNow
from portal.multilingual import pick
from portal.roles import is_known

BEFORE = dt.timedelta(days=1)


def ask(*, actor: Any, consultation: Consultation) -> None:
    """Remind `actor` a day before the close; asking twice is asking once.

    Raises NotAllowed for guests, NotNow when the last day has begun or there is no vote.
    """
    if not is_known(actor):
        raise NotAllowed(_("Sign in first: we need your e-mail address to remind you."))
    if not _in_time(consultation):
        raise NotNow(_("The vote closes within a day, so there is no reminder any more."))
    Reminder.objects.update_or_create(
        consultation=consultation,
        person=actor,
        defaults={"language": translation.get_language() or settings.LANGUAGE_CODE},
    )


def cancel(*, actor: Any, consultation: Consultation) -> None:
    """Take the wish back; does nothing when there was none."""
    if is_known(actor):
        Reminder.objects.filter(consultation=consultation, person=actor).delete()


def state(*, actor: Any, consultation: Consultation) -> str:
    """What a page should offer: "asked", "possible", or "" when it is too late."""
    if not _in_time(consultation):
        return ""
    if is_known(actor):
        if Reminder.objects.filter(consultation=consultation, person=actor).exists():
            return "asked"
        return "" if has_voted(actor=actor, consultation=consultation) else "possible"
    return "possible"


def due_reminders() -> list[int]:
    """Reminders whose vote closes within a day, or has closed (those go without a mail)."""
    soon = timezone.now() + BEFORE
    votes = Reminder.objects.filter(
        consultation__phases__kind=Act.VOTE, consultation__phases__closes_at__lte=soon
    )
    return list(votes.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def send_reminder(reminder_id: int) -> bool:
    """Write to one person who asked, unless they have voted or the vote is over; once only.

    True when a mail went out. A mail that cannot be sent leaves the reminder for the next round.
    """
    row = (
        Reminder.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("consultation", "person")
        .filter(pk=reminder_id)
        .first()
    )
    if row is None:
        return False
    consultation, person = row.consultation, row.person
    open_now = window_of(consultation, Act.VOTE).state == "open"
    is_due = open_now and consultation.status == Consultation.Status.OPEN and person.is_active
    row.delete()
    if not is_due or has_voted(actor=person, consultation=consultation):
        return False
    with translation.override(row.language):
        _write(consultation, person.email)
    return True


def _write(consultation: Consultation, address: str) -> None:
    context = {
        "city": settings.CITY,
        "question": pick(consultation.question),
        "closes_at": window_of(consultation, Act.VOTE).closes_at,
        "address": site() + reverse("vote", args=[consultation.slug]),
    }
    subject = _("The vote closes soon: %(question)s") % {"question": context["question"]}
    send_mail(
        " ".join(subject.split())[:150],
        render_to_string("participation/vote/reminder.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [address],
    )


def _in_time(consultation: Consultation) -> bool:
    closes_at = window_of(consultation, Act.VOTE).closes_at
    return closes_at is not None and closes_at > timezone.now() + BEFORE
