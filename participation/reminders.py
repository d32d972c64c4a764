"""An e-mail a day before the vote closes, for those who asked and have not voted.

They are told of dates that move as well: once for each change in the question's history.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.ballots import has_voted
from participation.gates import window_of
from participation.history import version_of
from participation.models import Change, Consultation, Reminder
from participation.phases import Act
from participation.retelling import lines_of
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
    language = translation.get_language() or settings.LANGUAGE_CODE
    Reminder.objects.update_or_create(
        consultation=consultation,
        person=actor,
        defaults={"language": language},
        create_defaults={"language": language, "told": version_of(consultation)},
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
    now = timezone.now()
    votes = Reminder.objects.filter(
        Q(sent_at=None) | Q(consultation__phases__closes_at__lte=now),
        consultation__phases__kind=Act.VOTE,
        consultation__phases__closes_at__lte=now + BEFORE,
    )
    return list(votes.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def send_reminder(reminder_id: int) -> bool:
    """Write to one person who asked, unless they have voted or the vote is over; once only.

    True when a mail went out. A mail that cannot be sent leaves the reminder for the next round.
    """
    row = _claimed(reminder_id)
    if row is None:
        return False
    consultation, person = row.consultation, row.person
    if not _goes_on(row) or has_voted(actor=person, consultation=consultation):
        row.delete()
        return False
    if row.sent_at is not None:
        return False
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    with translation.override(row.language):
        _write(consultation, person.email)
    return True


def due_tellings() -> list[int]:
    """Reminders whose owners do not know yet of dates that have moved."""
    moved = Change.objects.filter(
        consultation=OuterRef("consultation"), version__gt=OuterRef("told"), moves_dates=True
    )
    rows = Reminder.objects.filter(Exists(moved), consultation__status=Consultation.Status.OPEN)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_dates(reminder_id: int) -> bool:
    """Write to one person who asked which dates have moved since they last knew, and why.

    Once for each change: what they know is stored with the mail. True when a mail went out.
    """
    row = _claimed(reminder_id)
    if row is None:
        return False
    found = Change.objects.filter(consultation=row.consultation, version__gt=row.told)
    moved = list(found.filter(moves_dates=True).order_by("version"))
    if not moved:
        return False
    row.told = moved[-1].version
    if _in_time(row.consultation):
        # Reminded of a close that is none any more: a day before the new one, once again.
        row.sent_at = None
    row.save(update_fields=["told", "sent_at"])
    if not _goes_on(row):
        return False
    with translation.override(row.language):
        _write_dates(row.consultation, moved, row.person.email)
    return True


def _claimed(reminder_id: int) -> Reminder | None:
    """The row, ours until the commit; None when it is gone or another worker is at it."""
    rows = Reminder.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("consultation", "person").filter(pk=reminder_id).first()


def _goes_on(row: Reminder) -> bool:
    """Whether the vote is not over, and the person is still here."""
    state = window_of(row.consultation, Act.VOTE).state
    still = row.consultation.status == Consultation.Status.OPEN and row.person.is_active
    return still and state in ("open", "before")


def _write(consultation: Consultation, address: str) -> None:
    context = {
        "city": settings.CITY,
        "question": pick(consultation.question),
        "closes_at": window_of(consultation, Act.VOTE).closes_at,
        "address": site() + reverse("vote", args=[consultation.slug]),
    }
    subject = _("The vote closes soon: %(question)s") % {"question": context["question"]}
    _send(subject, "participation/vote/reminder.txt", context, address)


def _write_dates(consultation: Consultation, moved: list[Change], address: str) -> None:
    context = {
        "city": settings.CITY,
        "question": pick(consultation.question),
        "changes": [(lines_of(one, dates_only=True), one.reason) for one in moved],
        "address": site() + reverse("history", args=[consultation.slug]),
    }
    subject = _("Dates have changed: %(question)s") % {"question": context["question"]}
    _send(subject, "participation/vote/dates_changed.txt", context, address)


def _send(subject: str, template: str, context: dict[str, Any], address: str) -> None:
    words = render_to_string(template, context)
    send_mail(" ".join(subject.split())[:150], words, settings.DEFAULT_FROM_EMAIL, [address])


def _in_time(consultation: Consultation) -> bool:
    closes_at = window_of(consultation, Act.VOTE).closes_at
    return closes_at is not None and closes_at > timezone.now() + BEFORE
