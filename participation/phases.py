"""Which acts each phase permits, and when (pure: no Django).

The vote keeps the discussion open: people change their minds while they talk, and the city must
not fall silent for the two weeks that matter most. See decisions/0002-phases.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import pairwise


class Act(StrEnum):
    """What a person may do in a consultation, if its phase permits it."""

    READ = "read"
    COMMENT = "comment"
    REPLY = "reply"
    REACT = "react"
    VOTE = "vote"
    RESULT = "result"


KINDS = ("inform", "discuss", "vote", "result")
PERMITS: dict[str, frozenset[Act]] = {
    "inform": frozenset({Act.READ}),
    "discuss": frozenset({Act.READ, Act.COMMENT, Act.REPLY, Act.REACT}),
    "vote": frozenset({Act.READ, Act.COMMENT, Act.REPLY, Act.REACT, Act.VOTE}),
    "result": frozenset({Act.READ, Act.RESULT}),
}


@dataclass(frozen=True)
class Span:
    """A phase's stretch of time: from opens_at, up to but without closes_at (None: no end)."""

    kind: str
    opens_at: datetime
    closes_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether `now` lies in it."""
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)


@dataclass(frozen=True)
class Window:
    """When an act is possible. state: open, before, after or never; the moments where known."""

    state: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def current(spans: Sequence[Span], now: datetime) -> Span | None:
    """The phase that is open at `now`; phases never overlap, so there is at most one."""
    return next((span for span in spans if span.holds(now)), None)


def permits(spans: Sequence[Span], act: str, now: datetime) -> bool:
    """Whether `act` may be done at `now`."""
    span = current(spans, now)
    return span is not None and act in PERMITS[span.kind]


def window(spans: Sequence[Span], act: str, now: datetime) -> Window:
    """When `act` is or was possible: the open stretch, else the next, else the last one.

    Neighbouring phases that both permit the act count as one stretch.
    """
    stretches = _stretches([span for span in spans if act in PERMITS[span.kind]])
    for stretch in stretches:
        if stretch.holds(now):
            return Window("open", stretch.opens_at, stretch.closes_at)
    for stretch in stretches:
        if now < stretch.opens_at:
            return Window("before", stretch.opens_at, stretch.closes_at)
    if stretches:
        return Window("after", stretches[-1].opens_at, stretches[-1].closes_at)
    return Window("never")


def _stretches(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.opens_at):
        if joined and joined[-1].closes_at == span.opens_at:
            joined[-1] = Span(span.kind, joined[-1].opens_at, span.closes_at)
        else:
            joined.append(span)
    return joined


DECISION = "decision"
YEARS = range(2000, 2200)
"""The years a date may lie in: others are slips, and no zone can reckon with the outermost."""
_AT_THE_CLOSE = frozenset({"backward", "endless", "over", "far_close"})


@dataclass(frozen=True)
class Flaw:
    """One fault of a calendar: its code, the kind of phase (or DECISION) and the other phase.

    field: the date to mend, "vote_opens", "vote_closes" or "decision_date".
    """

    code: str
    kind: str
    other: str = ""

    @property
    def field(self) -> str:
        """The name of the date that should be mended."""
        if self.kind == DECISION:
            return "decision_date"
        return f"{self.kind}_{'closes' if self.code in _AT_THE_CLOSE else 'opens'}"


Row = tuple[str, datetime | None, datetime | None]


def _far(rows: Sequence[Row], decision: date | None) -> list[Flaw]:
    given = [
        (code, kind, one)
        for kind, opens, closes in rows
        for code, one in (("far", opens), ("far_close", closes))
    ]
    return [
        Flaw(code, kind)
        for code, kind, one in [*given, ("far", DECISION, decision)]
        if one and one.year not in YEARS
    ]


def calendar_flaws(
    rows: Sequence[Row],
    decision: date | None,
    *,
    zone: tzinfo,
    now: datetime | None,
    kept: frozenset[date] = frozenset(),
) -> list[Flaw]:
    """Everything wrong with a whole calendar: its phases (kind, opens, closes) and the decision.

    zone: the city's; now: None allows what is past. kept: dates that stood there before: that one
    of them is past by now is no fault of who keeps it.
    """
    far = _far(rows, decision)
    if far:
        return far
    found = [Flaw("unopened", kind) for kind, opens, closes in rows if closes and not opens]
    spans = [Span(kind, opens, closes) for kind, opens, closes in rows if opens]
    found += flaws(spans)
    said = [span for span in spans if span.kind in ("discuss", "vote") and span.closes_at]
    last = max(said, key=lambda span: KINDS.index(span.kind), default=None)
    closes = last.closes_at if last else None
    if last and closes:
        if now and closes <= now and closes not in kept:
            found.append(Flaw("over", last.kind))
        if decision and decision < closes.astimezone(zone).date():
            found.append(Flaw("early", DECISION, last.kind))
    if now and decision and decision < now.astimezone(zone).date() and decision not in kept:
        found.append(Flaw("gone", DECISION))
    return found


def flaws(spans: Sequence[Span]) -> list[Flaw]:
    """Everything wrong with a plan: kinds in their order, forward in time, no overlap.

    Only the last phase may have no end. Gaps between phases are allowed (nothing is open then).
    """
    found = [Flaw("unknown", span.kind) for span in spans if span.kind not in KINDS]
    if found:
        return found
    ordered = sorted(spans, key=lambda span: KINDS.index(span.kind))
    for span in ordered:
        if span.closes_at is not None and span.closes_at <= span.opens_at:
            found.append(Flaw("backward", span.kind))
    for before, after in pairwise(ordered):
        if before.kind == after.kind:
            found.append(Flaw("twice", after.kind))
        elif before.closes_at is None:
            found.append(Flaw("endless", before.kind))
        elif after.opens_at < before.opens_at:
            found.append(Flaw("order", after.kind, before.kind))
        elif after.opens_at < before.closes_at:
            found.append(Flaw("overlap", after.kind, before.kind))
    return found
