"""Atom feeds for readers: all questions, and one question from its opening to its decision.

What witnesses keep, signed roots and digests, has feeds of its own (witness.feed).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from participation.ballots import turnout
from participation.faces.counts import sentences
from participation.faces.finding import choices, known, public, timeline
from participation.models import Change, Consultation, Correction, CountRecord
from participation.results import count_of
from participation.retelling import lines_of, role_of
from portal.markup import as_words
from portal.multilingual import pick
from portal.templatetags.words import moment, took_part

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MOST = 30
MOST_COUNTS = 10
MOST_CHANGES = 50


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


class Entries(Feed):
    """A feed of entries."""

    feed_type = TextAtom
    item_guid_is_permalink = False

    def item_title(self, item: Entry) -> str:
        """What it is."""
        return sayable(item.title)

    def item_description(self, item: Entry) -> str:
        """The words."""
        return sayable(item.text)

    def item_link(self, item: Entry) -> str:
        """The page about it."""
        return item.address

    def item_updateddate(self, item: Entry) -> dt.datetime:
        """Since when it says so."""
        return item.updated

    def item_guid(self, item: Entry) -> str:
        """Its name, for good."""
        return item.name


def sayable(text: str) -> str:
    """`text` without the signs that XML 1.0 cannot hold; the whole feed would fail for one."""
    return _NOT_IN_XML.sub("", text)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """As readers expect them."""
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)


def published() -> QuerySet[CountRecord]:
    """Counts whose download stands."""
    return CountRecord.objects.exclude(digest="").select_related("consultation")


class Questions(Entries):
    """Public questions, newest first; a decided one leads to its result. And their counts."""

    def title(self) -> str:
        """The feed's name."""
        return _("Open questions")

    def link(self) -> str:
        """Where it belongs."""
        return reverse("home")

    def items(self) -> list[Entry]:
        """The newest ones."""
        asked = [_question(one) for one in public().select_related("decision")[:MOST]]
        counts = published().filter(consultation__in=public().order_by())
        counted = [_count(one) for one in counts.order_by("-pk")[:MOST_COUNTS]]
        here = Correction.objects.filter(decision__consultation__in=public().order_by())
        return newest_first([*asked, *_corrections(here), *counted])


class OneQuestion(Entries):
    """A question's opening, phases, changes, count and decision, newest first."""

    def get_object(self, request: HttpRequest, slug: str) -> Consultation:
        """The question."""
        return known(slug, request, light=True)

    def title(self, obj: Consultation) -> str:
        """The feed's name."""
        return sayable(pick(obj.question))

    def link(self, obj: Consultation) -> str:
        """Where it belongs."""
        return reverse("consultation", args=[obj.slug])

    def items(self, obj: Consultation) -> list[Entry]:
        """What happened until now."""
        changes = Change.objects.filter(consultation=obj)[:MOST_CHANGES]
        decided = [_question(obj)] if hasattr(obj, "decision") else []
        decided += _corrections(Correction.objects.filter(decision__consultation=obj))
        counts = published().filter(consultation=obj)
        return newest_first(
            [
                _opening(obj),
                *_phases(obj),
                *(_change(obj, one) for one in changes),
                *map(_count, counts),
                *decided,
            ]
        )


def _question(item: Consultation) -> Entry:
    decision = getattr(item, "decision", None)
    if decision is None:
        return _opening(item)
    return Entry(
        title=_("Decided: “%(question)s”") % {"question": pick(item.question)},
        text=as_words(pick(decision.text)),
        address=reverse("result", args=[item.slug]),
        updated=decision.decided_at,
        name=f"civic-twin:{item.slug}:decided",
    )


def _corrections(found: QuerySet[Correction]) -> list[Entry]:
    """Each beside the entry of the decision, which stays as it was; the newest."""
    rows = found.select_related("decision__consultation").order_by("-corrected_at")
    return [_correction(one) for one in rows[:MOST]]


def _correction(item: Correction) -> Entry:
    asked = item.decision.consultation
    words = {"reason": pick(item.reason), "text": as_words(pick(item.text))}
    return Entry(
        title=_("Corrected decision: “%(question)s”") % {"question": pick(asked.question)},
        text=_("Why: %(reason)s What it says now: %(text)s") % words,
        address=reverse("result", args=[asked.slug]),
        updated=item.corrected_at,
        name=f"civic-twin:{asked.slug}:corrected:{item.number}",
    )


def _opening(item: Consultation) -> Entry:
    return Entry(
        title=pick(item.question),
        text=as_words(pick(item.summary)),
        address=reverse("consultation", args=[item.slug]),
        updated=item.opened_at or item.created_at,
        name=f"civic-twin:{item.slug}:open",
    )


def _phases(item: Consultation) -> list[Entry]:
    """One for each phase that has begun since the question is public."""
    began = {
        "inform": _("Read up on it: “%(question)s”"),
        "discuss": _("The discussion is open: “%(question)s”"),
        "vote": _("The vote is open: “%(question)s”"),
        "result": _("The result is there: “%(question)s”"),
    }
    address = reverse("consultation", args=[item.slug])
    return [
        Entry(
            title=began[row.kind] % {"question": pick(item.question)},
            text=_("Until %(moment)s.") % {"moment": moment(row.closes_at)}
            if row.closes_at
            else "",
            address=reverse("result", args=[item.slug]) if row.kind == "result" else address,
            updated=row.opens_at,
            name=f"civic-twin:{item.slug}:phase:{row.kind}",
        )
        for row in timeline(item)
        if row.opens_at <= timezone.now()
    ]


def _change(item: Consultation, change: Change) -> Entry:
    told = [
        f"{line.label}{_(':')} {line.old or '–'} → {line.new or '–'}" for line in lines_of(change)
    ]
    why = _("Why: %(reason)s (%(role)s)") % {"reason": change.reason, "role": role_of(change)}
    return Entry(
        title=_("Changed: “%(question)s”") % {"question": pick(item.question)},
        text="\n".join([why, *told]),
        address=f"{reverse('history', args=[item.slug])}#version-{change.version}",
        updated=change.at,
        name=f"civic-twin:{item.slug}:change:{change.version}",
    )


def _count(record: CountRecord) -> Entry:
    asked = record.consultation
    people = _("%(people)s people took part.") % {"people": took_part(turnout(asked))}
    count = count_of(asked) if record.tally else None
    story = sentences(count.tally, choices(asked))[:1] if count else []
    return Entry(
        title=_("Counted: “%(question)s”") % {"question": pick(asked.question)},
        text=" ".join([people, *story]),
        address=reverse("result", args=[asked.slug]),
        updated=record.counted_at,
        name=f"civic-twin:{asked.slug}:counted",
    )
