"""Atom feeds for witnesses: the signed roots of one vote, and those of all votes.

A root that strangers' feed readers have kept is one that nobody can change afterwards.
"""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.faces.finding import known, public
from participation.faces.resident.feeds import Entries, Entry, newest_first, published, sayable
from participation.ledger.signing import moment
from participation.models import Consultation, CountRecord, LogRoot
from portal.multilingual import pick
from portal.templatetags.words import number

MOST = 30
MOST_ROOTS = 100
ROOTS_FOR = dt.timedelta(days=30)


class Witness(Entries):
    """Of every vote the last signed root of each day, and the digest of its count."""

    def title(self) -> str:
        """The feed's name."""
        return _("Signed roots of all votes")

    def link(self) -> str:
        """Where it belongs."""
        return reverse("trust")

    def items(self) -> list[Entry]:
        """The newest ones."""
        since = timezone.now() - ROOTS_FOR
        recent = LogRoot.objects.filter(
            consultation__in=public().order_by(), signed_at__gte=since
        ).select_related("consultation")
        daily = (
            recent.annotate(day=TruncDate("signed_at"))
            .order_by("consultation", "day", "-size")
            .distinct("consultation", "day")
        )
        newest = sorted(daily, key=lambda head: head.signed_at, reverse=True)[:MOST]
        counts = published().filter(consultation__in=public().order_by())
        counted = [_count(one) for one in counts.order_by("-pk")[:MOST]]
        return newest_first([*map(_root, newest), *counted])


class Roots(Entries):
    """Every signed root of one vote, newest first, and its count."""

    def get_object(self, request: HttpRequest, slug: str) -> Consultation:
        """The question."""
        return known(slug, request, light=True)

    def title(self, obj: Consultation) -> str:
        """The feed's name."""
        return sayable(_("The public log of “%(question)s”") % {"question": pick(obj.question)})

    def link(self, obj: Consultation) -> str:
        """Where it belongs."""
        return reverse("log", args=[obj.slug])

    def items(self, obj: Consultation) -> list[Entry]:
        """The newest ones."""
        roots = LogRoot.objects.filter(consultation=obj).select_related("consultation")
        counts = published().filter(consultation=obj)
        newest = roots.order_by("-size")[:MOST_ROOTS]
        return newest_first([*map(_root, newest), *map(_count, counts)])


def _root(head: LogRoot) -> Entry:
    asked, slug = pick(head.consultation.question), head.consultation.slug
    told = {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "when": moment(head.signed_at),
        "signature": bytes(head.signature).hex(),
    }
    ending = _("The log is closed.") if head.final else ""
    return Entry(
        title=_("Log of “%(question)s”: %(size)s lines")
        % {"question": asked, "size": number(head.size)},
        text=_("Root %(root)s over %(size)s lines, signed %(when)s. Signature %(signature)s.")
        % told
        + f" {ending}".rstrip(),
        address=reverse("log", args=[slug]),
        updated=head.signed_at,
        name=f"civic-twin:{slug}:log:{head.size}" + (":final" if head.final else ""),
    )


def _count(record: CountRecord) -> Entry:
    asked, slug = pick(record.consultation.question), record.consultation.slug
    told = {"root": bytes(record.ballots_root).hex(), "digest": record.digest}
    return Entry(
        title=_("Counted: “%(question)s”") % {"question": asked},
        text=_("Root over the ballots %(root)s. SHA-256 of the download %(digest)s.") % told,
        address=reverse("count", args=[slug]),
        updated=record.counted_at,
        name=f"civic-twin:{slug}:count",
    )
