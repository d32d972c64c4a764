"""A pile of paper ballots: typed by one official, typed again by another, compared, boxed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from participation.ballots import add_paper
from participation.ballots.gate import ALONE, Gate, read_gate
from participation.models import Consultation, PaperBatch, PaperSheet
from participation.paper.notation import SPOILT, lettered, parse
from portal.audit import record
from portal.changes import unsaved
from portal.errors import BadInput, Conflict, NotAllowed, NotNow, NotThere
from portal.roles import is_official

MOST_SHEETS = 500
CHANNELS = ("paper", "assisted")
State = PaperBatch.State


def unfinished(consultations: Sequence[Consultation]) -> QuerySet[PaperBatch]:
    """Piles that are neither in the box nor cancelled."""
    done = (State.BOXED, State.CANCELLED)
    return PaperBatch.objects.filter(consultation__in=consultations).exclude(state__in=done)


def begin_batch(
    *, actor: Any, consultation: Consultation, label: str, sheets: int, channel: str = "paper"
) -> PaperBatch:
    """A new pile; `actor` types it the first time. channel: paper, or assisted (typed for a voter).

    Only while the vote is open: its box is opened once every pile begun by then is in it or
    cancelled. Raises NotAllowed, NotNow, BadInput.
    """
    _require_official(actor)
    name = " ".join(label.split())[:80]
    if not name:
        raise BadInput(_("Say which pile this is, such as “Town hall, box 3”."), field="label")
    _require_size(sheets)
    if channel not in CHANNELS:
        raise BadInput(_("Choose one of the list."), field="channel")
    with transaction.atomic():
        _require_open(read_gate(consultation.pk, lock=ALONE))
        batch = PaperBatch.objects.create(
            consultation=consultation,
            label=name,
            sheets=sheets,
            channel=channel,
            first_by=actor,
        )
        PaperSheet.objects.bulk_create(
            PaperSheet(batch=batch, number=number) for number in range(1, sheets + 1)
        )
        record(actor=actor, act="paper.begin", subject=batch, sheets=sheets, channel=channel)
    return batch


def _require_open(gate: Gate) -> None:
    vote = next((span for span in gate.spans if span.kind == "vote"), None)
    if gate.status != Consultation.Status.OPEN or vote is None or not vote.holds(gate.now):
        raise NotNow(
            _("A pile is begun while the vote is open. It may be finished after the close.")
        )


@transaction.atomic
def enter_sheet(*, actor: Any, batch: PaperBatch, number: int, typed: str) -> PaperSheet:
    """What `actor` reads on a sheet, as one line (notation.parse); typing again replaces it.

    The second official must be another one and does not see what the first one read. Raises
    NotAllowed, NotNow, NotThere, BadInput.
    """
    _require_official(actor)
    current = _locked(batch, State.FIRST, State.SECOND)
    field = _column_of(current, actor)
    sheet = _sheet(current, number)
    setattr(sheet, field, content_of(current.consultation, typed))
    sheet.save(update_fields=[field])
    return sheet


def content_of(consultation: Consultation, typed: str) -> str:
    """The stored text of a line: canonical content, or SPOILT. Raises BadInput."""
    gate = read_gate(consultation.pk)
    given = parse(typed, gate.rule.form, lettered(choice.id for choice in gate.choices))
    return SPOILT if given is None else gate.content_of(given)


@transaction.atomic
def resize_batch(*, actor: Any, batch: PaperBatch, sheets: int) -> PaperBatch:
    """The pile turned out to have another number of sheets; while it is typed the first time.

    Raises BadInput when a sheet that was typed already would go.
    """
    _require_official(actor)
    current = _locked(batch, State.FIRST)
    _column_of(current, actor)
    _require_size(sheets)
    if current.rows.filter(number__gt=sheets).exclude(first="").exists():
        raise BadInput(_("A sheet with a higher number has been typed."), field="sheets")
    current.rows.filter(number__gt=sheets).delete()
    PaperSheet.objects.bulk_create(
        PaperSheet(batch=current, number=number) for number in range(current.sheets + 1, sheets + 1)
    )
    current.sheets = sheets
    changed = unsaved(current, ["sheets"])
    current.save(update_fields=["sheets"])
    record(actor=actor, act="paper.resize", subject=current, changed=changed)
    return current


def _require_size(sheets: int) -> None:
    if not 1 <= sheets <= MOST_SHEETS:
        raise BadInput(
            _("A pile has 1 to %(most)s sheets; divide a larger one.") % {"most": MOST_SHEETS},
            field="sheets",
        )


@transaction.atomic
def hand_over(*, actor: Any, batch: PaperBatch) -> PaperBatch:
    """The first reading is complete: a colleague's turn; or the second: now they are compared."""
    _require_official(actor)
    current = _locked(batch, State.FIRST, State.SECOND)
    column = _column_of(current, actor)
    missing = current.rows.filter(**{column: ""}).count()
    if missing:
        raise BadInput(_("Sheets not typed yet: %(number)s.") % {"number": missing})
    if current.state == State.FIRST:
        current.state = State.SECOND
    else:
        current.state = State.COMPARE
        for sheet in current.rows.all():
            if sheet.first == sheet.second:
                sheet.agreed = sheet.first
                sheet.save(update_fields=["agreed"])
    current.save(update_fields=["state"])
    differing = current.rows.filter(agreed="").count() if current.state == State.COMPARE else None
    facts = {} if differing is None else {"differences": differing}
    record(actor=actor, act=f"paper.{column}", subject=current, **facts)
    return current


def may_take_over(batch: PaperBatch, actor: Any) -> bool:
    """Whether a colleague is at a reading that `actor` could do in their stead."""
    if batch.state == State.FIRST:
        return batch.first_by_id not in (None, actor.pk)
    others = batch.second_by_id not in (None, actor.pk)
    return batch.state == State.SECOND and others and batch.first_by_id != actor.pk


@transaction.atomic
def take_over(*, actor: Any, batch: PaperBatch) -> PaperBatch:
    """Do the reading that a colleague began and cannot finish, from its first sheet on.

    What they typed goes: a reading is one person's. Raises NotAllowed, Conflict.
    """
    _require_official(actor)
    current = _locked(batch, State.FIRST, State.SECOND)
    if not may_take_over(current, actor):
        raise NotAllowed(_("There is nothing of this pile that you could take over."))
    column = str(current.state)
    current.rows.update(**{column: ""})
    setattr(current, f"{column}_by", actor)
    current.save(update_fields=[f"{column}_by"])
    record(actor=actor, act="paper.take_over", subject=current, reading=column)
    return current


@transaction.atomic
def settle(
    *, actor: Any, batch: PaperBatch, number: int, typed: str = "", reading: str = ""
) -> PaperSheet:
    """Two officials read a sheet differently; with the sheet in hand, this is what it says.

    reading: "first" or "second" when one of them was right; else typed anew. Raises NotNow where
    both read the same: nobody alone overrules two.
    """
    _require_official(actor)
    current = _locked(batch, State.COMPARE)
    sheet = _sheet(current, number)
    if sheet.first == sheet.second:
        raise NotNow(_("Both of you read this sheet the same; only a difference is settled."))
    right = {"first": sheet.first, "second": sheet.second}
    sheet.agreed = right.get(reading) or content_of(current.consultation, typed)
    sheet.save(update_fields=["agreed"])
    record(actor=actor, act="paper.settle", subject=current, sheet=number)
    return sheet


@transaction.atomic
def read_again(*, actor: Any, batch: PaperBatch) -> PaperBatch:
    """Too many sheets were read differently, as when one was skipped: the second reading anew.

    By anybody who did not do the first one; what was settled goes too.
    """
    _require_official(actor)
    current = _locked(batch, State.COMPARE)
    differed = sum(one != two for one, two in current.rows.values_list("first", "second"))
    current.rows.update(second="", agreed="")
    current.state, current.second_by = State.SECOND, None
    current.save(update_fields=["state", "second_by"])
    record(actor=actor, act="paper.read_again", subject=current, differences=differed)
    return current


@transaction.atomic
def box_batch(*, actor: Any, batch: PaperBatch) -> PaperBatch:
    """Put the pile into the box, for good; what was typed goes, spoilt sheets are counted."""
    _require_official(actor)
    current = _locked(batch, State.COMPARE)
    agreed = list(current.rows.values_list("agreed", flat=True))
    if "" in agreed:
        raise BadInput(
            _("Settle the sheets that were read differently first: %(number)s left.")
            % {"number": agreed.count("")}
        )
    contents = sorted(text for text in agreed if text != SPOILT)
    if contents:
        add_paper(consultation=current.consultation, contents=contents, channel=current.channel)
    current.spoilt = len(agreed) - len(contents)
    return _closed(current, State.BOXED, actor, "paper.box", spoilt=current.spoilt)


@transaction.atomic
def cancel_batch(*, actor: Any, batch: PaperBatch) -> PaperBatch:
    """Take a pile back before it is in the box: what was typed goes, nothing was counted."""
    _require_official(actor)
    current = _locked(batch, State.FIRST, State.SECOND, State.COMPARE)
    return _closed(current, State.CANCELLED, actor, "paper.cancel")


def _closed(current: PaperBatch, state: str, actor: Any, act: str, **facts: int) -> PaperBatch:
    current.rows.all().delete()
    current.state = state
    current.save(update_fields=["state", "spoilt"])
    record(actor=actor, act=act, subject=current, sheets=current.sheets, **facts)
    return current


def column_of(batch: PaperBatch, actor: Any) -> str:
    """Which reading is `actor`'s: "first" or "second"; raises NotAllowed in words."""
    if batch.state == State.FIRST:
        if batch.first_by_id not in (None, actor.pk):
            raise NotAllowed(_("A colleague is typing this pile. You can type it the second time."))
        return "first"
    if batch.first_by_id == actor.pk:
        raise NotAllowed(
            _("You typed this pile the first time. A colleague types it the second time.")
        )
    if batch.second_by_id not in (None, actor.pk):
        raise NotAllowed(_("Two colleagues have typed this pile already."))
    return "second"


def _column_of(batch: PaperBatch, actor: Any) -> str:
    column = column_of(batch, actor)
    if getattr(batch, f"{column}_by_id") is None:
        setattr(batch, f"{column}_by", actor)
        batch.save(update_fields=[f"{column}_by"])
    return column


def _require_official(actor: Any) -> None:
    # Not even the system: two people must stand behind a pile.
    if not is_official(actor):
        raise NotAllowed(_("Paper ballots are typed in by officials."))


def _locked(batch: PaperBatch, *states: str) -> PaperBatch:
    rows = PaperBatch.objects.select_for_update(of=("self",)).select_related("consultation")
    current = rows.filter(pk=batch.pk).first()
    if current is None:
        raise NotThere(_("This pile is gone."))
    if current.state not in states:
        raise Conflict(_("This pile is at another step by now. Load the page again."))
    return current


def _sheet(batch: PaperBatch, number: int) -> PaperSheet:
    found = batch.rows.filter(number=number).first()
    if found is None:
        raise NotThere(_("This pile has no sheet with that number."))
    return found
