"""Atom feeds: questions, decisions, signed roots and counts, for readers, newsrooms, witnesses.

A root that strangers' feed readers have kept is one that nobody can change afterwards.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from participation.faces.finding import known, public
from participation.ledger.signing import moment
from participation.models import Consultation, CountRecord, LogRoot
from portal.markup import as_words
from portal.multilingual import pick
from portal.templatetags.words import number

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST = 30
MOST_ROOTS = 100
ROOTS_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class Entry:
    """One entry. name: what it stays, so that a reader shows it once."""

    title: str
    text: str
    address: str
    updated: dt.datetime
    name: str


class TextAtom(Atom1Feed):
    """Atom whose words are said to be text (RFC 4287, 3.1.1.1).

    Django's calls every summary HTML: what an official wrote would then be markup to a reader.
    """

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """As Django's; the words as what they are."""
        words = item.pop("description", None)
        super().add_item_elements(handler, {**item, "description": None})
        if words:
            handler.addQuickElement("summary", words, {"type": "text"})


class _Entries(Feed):
    feed_type = TextAtom
    item_guid_is_permalink = False

    def item_title(self, item: Entry) -> str:
        """What it is."""
        return _sayable(item.title)

    def item_description(self, item: Entry) -> str:
        """The words."""
        return _sayable(item.text)

    def item_link(self, item: Entry) -> str:
        """The page about it."""
        return item.address

    def item_updateddate(self, item: Entry) -> dt.datetime:
        """Since when it says so."""
        return item.updated

    def item_guid(self, item: Entry) -> str:
        """Its name, for good."""
        return item.name


class Questions(_Entries):
    """Public consultations, newest first; a decided one leads to its result. Roots, and counts."""

    def title(self) -> str:
        """The feed's name."""
        return _("Open questions")

    def link(self) -> str:
        """Where it belongs."""
        return reverse("home")

    def items(self) -> list[Entry]:
        """The newest ones; of the roots of each vote, the last of each day."""
        asked = [_question(one) for one in public().select_related("decision")[:MOST]]
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
        counts = _published().filter(consultation__in=public().order_by())
        counted = [_count(one) for one in counts.order_by("-pk")[:MOST]]
        return _newest_first([*asked, *map(_root, newest), *counted])


class Roots(_Entries):
    """Every signed root of one vote, newest first, and its count."""

    def get_object(self, request: HttpRequest, slug: str) -> Consultation:
        """The question."""
        return known(slug, request, light=True)

    def title(self, obj: Consultation) -> str:
        """The feed's name."""
        return _sayable(_("The public log of “%(question)s”") % {"question": pick(obj.question)})

    def link(self, obj: Consultation) -> str:
        """Where it belongs."""
        return reverse("log", args=[obj.slug])

    def items(self, obj: Consultation) -> list[Entry]:
        """The newest ones."""
        roots = LogRoot.objects.filter(consultation=obj).select_related("consultation")
        counts = _published().filter(consultation=obj)
        newest = roots.order_by("-size")[:MOST_ROOTS]
        return _newest_first([*map(_root, newest), *map(_count, counts)])


def _sayable(text: str) -> str:
    """`text` without the signs that XML 1.0 cannot hold; the whole feed would fail for one."""
    return _NOT_IN_XML.sub("", text)


def _published() -> QuerySet[CountRecord]:
    """Counts whose download stands: its digest is in the entry."""
    return CountRecord.objects.exclude(digest="").select_related("consultation")


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)


def _question(item: Consultation) -> Entry:
    decision = getattr(item, "decision", None)
    decided = item.status == Consultation.Status.DECIDED
    address = reverse("result" if decided else "consultation", args=[item.slug])
    return Entry(
        title=pick(item.question),
        text=as_words(pick(decision.text) if decision else pick(item.summary)),
        address=address,
        updated=decision.decided_at if decision else item.created_at,
        name=f"civic-twin:{item.slug}:{item.status}",
    )


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
