"""Which comments a decision names: by address, by id, or by the short id that reports print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from participation.models import Comment, Consultation
from portal.errors import BadInput
from portal.multilingual import pick

MOST = 500
_HEX = re.compile(r"[0-9a-f]{4,32}")
_LONG = 40


def references(typed: str) -> list[str]:
    """What somebody typed or pasted, one reference each: "comment c7a4897d" is "c7a4897d"."""
    found: list[str] = []
    for line in re.split(r"[\n,;]+", typed):
        words = line.split()
        # The word before an id, in whichever language the report was printed.
        if len(words) == 2 and words[0].isalpha() and not _HEX.fullmatch(words[0].lower()):
            words = words[1:]
        found += words
    return found


def cited_comments(consultation: Consultation, given: Sequence[Any]) -> list[Comment]:
    """The visible comments of this question that `given` names, each once, in their order.

    Raises BadInput (field "cited") that names each reference which is none, fits several, is of
    another question or is not shown.
    """
    found, wrong = resolved(consultation, given)
    if wrong:
        raise BadInput(" ".join(wrong.values()), field="cited")
    return found


def resolved(
    consultation: Consultation, given: Sequence[Any]
) -> tuple[list[Comment], dict[str, str]]:
    """As cited_comments; what names none is told: reference -> sentence."""
    found: dict[int, Comment] = {}
    wrong: dict[str, str] = {}
    for one in given[:MOST]:
        comment, flaw = _find(consultation, str(one))
        if comment is not None:
            found.setdefault(comment.pk, comment)
        else:
            wrong[str(one)] = flaw
    if len(given) > MOST:
        words = {"most": MOST}
        wrong[""] = _("A decision can name at most %(most)s comments.") % words
    return list(found.values()), wrong


def _find(consultation: Consultation, reference: str) -> tuple[Comment | None, str]:
    """The comment, or the sentence that says why there is none."""
    last = reference.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1].lower()
    digits = last.replace("-", "")
    shown = {"id": reference if len(reference) <= _LONG else f"{reference[:_LONG]}…"}
    if not _HEX.fullmatch(digits):
        return None, _("“%(id)s” is no comment's id; such an id looks like c7a4897d.") % shown
    low, high = UUID(digits.ljust(32, "0")), UUID(digits.ljust(32, "f"))
    rows = list(
        Comment.objects.filter(public_id__gte=low, public_id__lte=high)
        .select_related("consultation")
        .order_by("public_id")[:20]
    )
    here = [row for row in rows if row.consultation_id == consultation.pk]
    visible = [row for row in here if row.status == Comment.Status.VISIBLE]
    if len(visible) == 1:
        return visible[0], ""
    if len(visible) > 1:
        return None, _("“%(id)s” fits several comments; write more of the id.") % shown
    if here:
        return None, _("Comment %(id)s is not shown to the public, so it cannot be named.") % shown
    if rows:
        words = {**shown, "question": pick(rows[0].consultation.question)}
        return None, _("Comment %(id)s belongs to another question: “%(question)s”.") % words
    return None, _("There is no comment with the id %(id)s.") % shown
