"""What has happened to a comment since an official looked at it, in one sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from participation.models import Comment, Ruling
from portal.templatetags.words import since

_SAID = Ruling.Verdict


def since_then(comment: Comment, *, reader: Any) -> str:
    """The last thing that happened: "Hidden 10 seconds ago by Ana Q: look again."."""
    found = [*_of_rulings(comment), *_of_reopenings(comment), *_of_reports(comment)]
    if not found:
        return _("A colleague has dealt with this comment in the meantime: look again.")
    at, sentence, official = max(found, key=lambda one: one[0])
    return sentence % {"time": since(at), "who": name_of(official, reader=reader)}


def name_of(official: Any, *, reader: Any) -> str:
    """What colleagues call an official."""
    if official is not None and reader is not None and official.pk == reader.pk:
        return _("you")
    return (official.name if official else "") or _("a colleague")


def _of_rulings(comment: Comment) -> list[tuple[datetime, str, Any]]:
    found = []
    for one in comment.rulings.select_related("official").order_by("-at")[:20]:
        if one.undone_at:
            said = _("A decision was taken back %(time)s ago by %(who)s: look again.")
        elif one.verdict == _SAID.HIDE:
            said = _("Hidden %(time)s ago by %(who)s: look again.")
        else:
            said = _("Kept %(time)s ago by %(who)s: look again.")
        found.append((one.undone_at or one.at, said, one.official))
    return found


def _of_reopenings(comment: Comment) -> list[tuple[datetime, str, Any]]:
    last = comment.reopenings.select_related("official").order_by("-at").first()
    said = _("Put back into the queue %(time)s ago by %(who)s: look again.")
    return [(last.at, said, last.official)] if last else []


def _of_reports(comment: Comment) -> list[tuple[datetime, str, Any]]:
    last = comment.reports.order_by("-created_at").first()
    said = _("Somebody reported this comment %(time)s ago: look again.")
    return [(last.created_at, said, None)] if last else []
