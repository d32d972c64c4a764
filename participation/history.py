"""The public history of a question: from when changes stand in it, and the one verb that writes it.

A piece of a change is {"what", "old", "new"} and, where it is about an option, "option": its name
then. What old and new hold: texts by language; "promise" a name; "decision_date" a day;
"area" km²; "<phase>.opens" and "<phase>.closes" moments; "cost" an amount; "scenario" its name
(texts) and revision; "option" a whole option; "rule" and "eligibility" as they are stored. None:
there was or is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Max
from django.utils.translation import gettext as _

from participation import gates
from participation.models import Change, CodeBatch, Consultation, Option, PaperBatch, VoteBox
from participation.phases import Span
from portal.errors import BadInput
from portal.guard import clean_text

MOST_REASON = 500
Pieces = Sequence[Mapping[str, Any]]


def trace(*, actor: Any, current: Consultation, pieces: Pieces, reason: str) -> dict[str, str]:
    """Write into the history what is about to change, and why; the reason, for the audit log.

    Does nothing for a draft that nobody has seen. Call it in the transaction of the change,
    before it, holding the question's row. Raises BadInput (field: reason) without a reason.
    """
    if not pieces or not is_begun(current):
        return {}
    if not reason.strip():
        raise BadInput(
            _(
                "Say why you change this. People have read it as it was, so the reason stands in "
                "the public history of the question."
            ),
            field="reason",
        )
    told = clean_text(reason, most=MOST_REASON, field="reason")
    Change.objects.create(
        consultation=current,
        version=version_of(current) + 1,
        at=gates.now(),
        role=getattr(actor, "role", ""),
        reason=told,
        pieces=list(pieces),
        moves_dates=any(_is_date(str(piece["what"])) for piece in pieces),
    )
    return {"reason": told}


def is_begun(current: Consultation) -> bool:
    """Whether people may have relied on it: printed, or open and its discussion or vote begun.

    Once a change stands in the history, every later one does.
    """
    if current.status != Consultation.Status.DRAFT:
        spans, now, _status = gates.read_clock(current.pk)
        if any(span.kind in ("discuss", "vote") and span.opens_at <= now for span in spans):
            return True
    return is_printed(current) or Change.objects.filter(consultation=current).exists()


def is_printed(current: Consultation) -> bool:
    """Whether letters or ballots may be on paper somewhere."""
    if current.printed_at is not None:
        return True
    papers = (CodeBatch.objects, PaperBatch.objects)
    return any(rows.filter(consultation=current).exists() for rows in papers)


def is_relied_on(current: Consultation) -> bool:
    """Whether what an option would do is fixed: open, with ballots cast or anything printed."""
    if current.status == Consultation.Status.DRAFT:
        return False
    return VoteBox.objects.filter(consultation=current).exists() or is_printed(current)


def version_of(current: Consultation) -> int:
    """The mark of what is printed now: 1, and one more with each change in the history."""
    last = Change.objects.filter(consultation=current).aggregate(last=Max("version"))["last"]
    return int(last or 1)


def print_mark(current: Consultation, language: str) -> str:
    """What stands on everything printed, to tell an old print by."""
    return f"{current.slug} · {language} · {version_of(current)}"


def pieces_of(before: Any, values: Mapping[str, Any], **more: Any) -> list[dict[str, Any]]:
    """What `values` would change of a question or an option: one piece for each field."""
    found = []
    for field, new in values.items():
        old = getattr(before, field)
        if not _same(old, new):
            what = "option_summary" if more and field == "summary" else field
            found.append({"what": what, "old": _kept(old), "new": _kept(new), **more})
    return found


def pieces_of_dates(before: Sequence[Span], after: Sequence[Span]) -> list[dict[str, Any]]:
    """What becomes of the phases' openings and closings, in their order."""
    old, new = _edges(before), _edges(after)
    return [
        {"what": what, "old": _kept(old.get(what)), "new": _kept(new.get(what))}
        for what in dict.fromkeys([*old, *new])
        if old.get(what) != new.get(what)
    ]


def whole_option(option: Option) -> dict[str, Any]:
    """An option that comes or goes, as a piece keeps it."""
    cost = None if option.cost is None else str(option.cost)
    return {
        "name": option.name,
        "summary": option.summary,
        "scenario": _kept(option.scenario),
        "cost": cost,
    }


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        # A language that was never written and one that is empty are the same.
        return {k: v for k, v in old.items() if v} == {k: v for k, v in new.items() if v}
    return bool(old == new)


def _edges(spans: Sequence[Span]) -> dict[str, datetime | None]:
    edges: dict[str, datetime | None] = {}
    for span in spans:
        edges |= {f"{span.kind}.opens": span.opens_at, f"{span.kind}.closes": span.closes_at}
    return edges


def _is_date(what: str) -> bool:
    return what == "decision_date" or what.endswith((".opens", ".closes"))


def _kept(value: Any) -> Any:
    """A value as JSON holds it."""
    if value is None or isinstance(value, dict | str | bool | int):
        return value
    if isinstance(value, date):  # a moment, too
        return value.isoformat()
    if isinstance(value, GEOSGeometry):
        return round(value.transform(3035, clone=True).area / 1e6, 3)
    if hasattr(value, "revision"):
        return {"name": value.name, "revision": value.revision}
    return str(value)
