"""Mail leaves through an outbox: stored with the act it tells of, sent by a worker afterwards.

No request waits for a mail server, and none fails because of one. A message holds addresses and
codes, so it lies sealed with the site's secret key and its row goes as soon as it was sent.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Sequence
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from portal.models import OutgoingMail
from portal.sealing import InvalidToken, seal, unseal

log = logging.getLogger(__name__)

# A claim outlives the longest dialogue with a mail server; who dies holding one loses it.
CLAIM = dt.timedelta(seconds=75)
PAUSES_S = (15, 60, 300, 900, 3_600, 3_600, 7_200)
"""After each failed try; the last one repeats."""
GIVE_UP_AFTER = dt.timedelta(days=2)
OFFER_AGAIN = dt.timedelta(seconds=60)
"""A message that lies so long though it is due was lost on the way to the workers."""
SWEPT_AT_ONCE = 500


class Outbox(BaseEmailBackend):
    """Django's way to send mail: stores each message, and tells the workers on commit."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store them in the caller's transaction; returns how many.

        Raises BadHeaderError for a header with a line break, ValueError for an attachment.
        """
        for message in email_messages:
            row = OutgoingMail.objects.create(sealed=_seal(message), offered_at=timezone.now())
            transaction.on_commit(partial(_offer, row.pk))
        return len(email_messages)


def carry(mail_id: int) -> bool:
    """Send one message if it is due and nobody else is at it; True when it went out.

    A failure puts it off for a while that grows; after two days, or when the mail server says that
    there is no such box, it is given up with a line in the log.
    """
    row = _claim(mail_id)
    if row is None:
        return False
    try:
        message = _open(bytes(row.sealed))
    except InvalidToken:
        log.error("mail %s was sealed with another DJANGO_SECRET_KEY and is given up", mail_id)
        row.delete()
        return False
    try:
        with get_connection(settings.MAIL_CARRIER, timeout=settings.EMAIL_TIMEOUT) as carrier:
            carrier.send_messages([message])
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the message waits
        _put_off(row, error)
        return False
    row.delete()
    return True


def sweep() -> list[int]:
    """Hand out what is due and was lost on its way to the workers; the ids that were handed out."""
    now = timezone.now()
    lost = Q(offered_at=None) | Q(offered_at__lt=now - OFFER_AGAIN)
    due = OutgoingMail.objects.filter(lost, due_at__lte=now).order_by("due_at")
    with transaction.atomic():
        ids = list(
            due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:SWEPT_AT_ONCE]
        )
        OutgoingMail.objects.filter(pk__in=ids).update(offered_at=now)
    return [pk for pk in ids if _offer(pk)]


def _claim(mail_id: int) -> OutgoingMail | None:
    """The message, ours until CLAIM is over: one update decides between two workers."""
    now = timezone.now()
    ours = OutgoingMail.objects.filter(pk=mail_id, due_at__lte=now)
    if not ours.update(due_at=now + CLAIM, tries=F("tries") + 1):
        return None
    return OutgoingMail.objects.filter(pk=mail_id).first()


def _put_off(row: OutgoingMail, error: Exception) -> None:
    now = timezone.now()
    # The error's text may hold an address; its kind is enough to find out.
    kind = type(error).__name__
    unknown = isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _words in error.recipients.values()
    )
    if unknown or row.made_at < now - GIVE_UP_AFTER:
        log.error("mail %s is given up after %s tries: %s", row.pk, row.tries, kind)
        row.delete()
        return
    pause = PAUSES_S[min(row.tries, len(PAUSES_S)) - 1]
    log.warning("mail %s could not be sent (%s); again in %s s", row.pk, kind, pause)
    OutgoingMail.objects.filter(pk=row.pk).update(
        due_at=now + dt.timedelta(seconds=pause), offered_at=None
    )


def _offer(mail_id: int) -> bool:
    """Tell the workers. While Redis is away the message waits for the sweep."""
    from portal.tasks import send_mail

    try:
        sent = send_mail.apply_async((mail_id,), retry=False) is not None
    except (OperationalError, RedisError, OSError):
        sent = False
    if not sent:
        log.warning("the queue cannot be reached; mail %s waits for the next sweep", mail_id)
        OutgoingMail.objects.filter(pk=mail_id).update(offered_at=None)
    return sent


def _seal(message: EmailMessage) -> bytes:
    message.message()  # raises BadHeaderError
    if message.attachments:
        raise ValueError("Mail carries no attachments; write where the file can be fetched.")
    parts: dict[str, Any] = {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": [*message.to],
        "cc": [*message.cc],
        "bcc": [*message.bcc],
        "reply_to": [*message.reply_to],
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(a[0]), str(a[1])] for a in getattr(message, "alternatives", ())],
    }
    return seal("mail", json.dumps(parts).encode())


def _open(sealed: bytes) -> EmailMessage:
    parts = json.loads(unseal("mail", sealed))
    alternatives = [tuple(one) for one in parts.pop("alternatives")]
    return EmailMultiAlternatives(**parts, alternatives=alternatives)
