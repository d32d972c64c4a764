"""What editing a question and its options share: clean texts, two editors, the first ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from participation import gates
from participation.models import Consultation, Option, VoteBox
from portal.errors import BadInput, Conflict, NotNow
from portal.guard import clean_text, one_line
from portal.models import AuditEntry

LONGEST = {"question": 200, "decision_maker": 200, "name": 120}
"""Titles, and how long they may be: they stand in one line everywhere."""
LONG = 8_000


def cleaned(fields: dict[str, Any], known: set[str]) -> dict[str, Any]:
    """`fields` with every text cleaned; a TypeError names a field outside `known` (a bug)."""
    unknown = set(fields) - known
    if unknown:
        raise TypeError(f"not a field that can be set here: {sorted(unknown)}")
    return {
        name: _texts(name, value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }


def _texts(name: str, texts: dict[str, str]) -> dict[str, str]:
    most, is_title = LONGEST.get(name, LONG), name in LONGEST
    written = {language: text for language, text in texts.items() if text and text.strip()}
    kept = {language: clean_text(text, most=most, field=name) for language, text in written.items()}
    return {language: one_line(text) if is_title else text for language, text in kept.items()}


def require_words(texts: Mapping[str, str], field: str) -> None:
    """Raise BadInput for a question or an option's name that no language has."""
    if any(texts.values()):
        return
    told = {
        "question": _("Write the question first, in one language at least."),
        "name": _("Give the option a name, in one language at least."),
    }
    raise BadInput(told[field], field=field)


def require_seen(current: Consultation | Option, seen_version: int) -> None:
    """Raise Conflict, naming who was quicker and when, unless the editor saw the last version."""
    if current.edit_version == seen_version:
        return
    last = (
        AuditEntry.objects.filter(
            subject_type=current._meta.label_lower, subject_id=str(current.pk)
        )
        .select_related("actor")
        .order_by("-at")
        .first()
    )
    who = (last.actor.name if last and last.actor else "") or _("a colleague")
    when = gates.in_words(last.at if last else timezone.now())
    raise Conflict(
        _(
            "While you were editing, %(who)s changed this on %(day)s at %(time)s. "
            "Your text is still here and theirs is stored: compare them, then save again."
        )
        % {"who": who, **when}
    )


def require_not_over(current: Consultation) -> None:
    """Raise NotNow once a question was decided or withdrawn; hold a lock on it while asking."""
    if current.is_over:
        raise NotNow(_("This question is closed: nothing of it can be changed any more."))


def require_no_ballot(current: Consultation) -> None:
    """Raise NotNow once a ballot has been cast, or the question is over; hold a lock on it."""
    require_not_over(current)
    if VoteBox.objects.filter(consultation=current).exists():
        raise NotNow(
            _("The first ballot has been cast: options and the way of counting are fixed now.")
        )


def require_vote_not_over(current: Consultation) -> None:
    """Raise NotNow once the vote has closed: how many could vote is public and stays as it was."""
    spans, now, _status = gates.read_clock(current.pk)
    if any(span.kind == "vote" and span.closes_at and span.closes_at <= now for span in spans):
        raise NotNow(_("The vote has closed: how many could vote stays as it was."))


def require_words_kept(
    current: Consultation, field: str, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Raise NotNow when words that voters have read would change; a language may be added.

    Otherwise two options could change places by their names while their votes stay.
    """
    if all(one_line(after.get(at, "")) == one_line(text) for at, text in before.items()):
        return
    if VoteBox.objects.filter(consultation=current).exists():
        raise NotNow(
            _(
                "The first ballot has been cast: the question and the options' names stay as "
                "voters have read them. The other texts can still be changed."
            ),
            field=field,
        )
