"""The audit log's chain of hashes: checked from end to end, and told in words where it breaks.

The database makes the links (migration 0004); decisions/0010-audit-chain.md says how and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from portal.heads import Head
from portal.models import AuditEntry, AuditLink

GENESIS = bytes(32)
# Spelled out here once more: a function of the database could be made to lie.
_WALK = """
with anchor as (
  select position, hash from portal_auditanchor order by position desc limit 1)
select anchor.position, anchor.hash, l.position, l.hash, l.entry_id, e.id, e.at, e.act,
  jsonb_build_object(
    'id', e.id, 'actor', e.actor_id, 'who', e.who, 'act', e.act, 'facts', e.facts,
    'at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    'subject', e.subject_type || ' ' || e.subject_id)::text
from portal_auditlink l full join portal_auditentry e on e.id = l.entry_id
left join anchor on true
order by l.position nulls last, l.entry_id, e.id
"""


@dataclass
class Report:
    """What a check found. wrong: sentences; none means the log is whole. entries: in the chain."""

    entries: int = 0
    last: int = 0
    first: int = 1
    heads: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    anchor: int | None
    anchor_hash: bytes | None
    position: int | None
    hash: bytes | None
    link_of: int | None
    entry: int | None
    at: datetime | None
    act: str | None
    said: str | None

    @property
    def name(self) -> str:
        """The entry in words."""
        return f"{self.entry} ({self.act}, {self.at:%Y-%m-%d %H:%M:%S} UTC)"


def verify(heads: Iterable[Head] = ()) -> Report:
    """Walk the chain from its anchor, compare it with exported heads; a Report.

    One pass in the memory of one row; a million entries take about ten seconds.
    """
    report, known = Report(), sorted(heads, key=lambda head: (head.position, head.at))
    wanted = {head.position for head in known}
    seen: dict[int, bytes] = {}
    before, at = GENESIS, 0
    for row in _rows():
        if not report.entries and not report.wrong and row.anchor is not None and not at:
            before, at = bytes(row.anchor_hash or b""), row.anchor
            report.first = at + 1
        if row.position is None:
            report.wrong.append(
                f"Entry {row.name} was inserted past the chain."
                if row.entry is not None
                else f"A link without a place names entry {row.link_of}, which is not there."
            )
            continue
        report.wrong += _gap(at, row.position) + _flaw(row, before)
        before, at = row.hash or b"", row.position
        report.entries += 1
        if at in wanted:
            seen[at] = before
    report.last = at
    report.heads = len(known)
    report.wrong += _against(known, seen, report)
    return report


def _gap(at: int, position: int) -> list[str]:
    if position == at + 1:
        return []
    if position == at + 2:
        return [f"The entry at place {at + 1} was removed, with its link."]
    return [f"The entries at places {at + 1} to {position - 1} were removed, with their links."]


def _flaw(row: _Row, before: bytes) -> list[str]:
    if row.entry is None:
        return [f"Entry {row.link_of} at place {row.position} was removed."]
    if row.hash != sha256(before + (row.said or "").encode()).digest():
        return [f"Entry {row.name} at place {row.position} was changed after it was written."]
    return []


def _against(heads: list[Head], seen: dict[int, bytes], report: Report) -> list[str]:
    """What exported heads say against the chain; those of dropped entries say nothing any more."""
    found, agreed = [], report.first - 1
    for head in heads:
        if head.position < report.first:
            continue
        if head.position > report.last:
            found.append(
                f"The head of {head.at:%Y-%m-%d} counts {head.position} entries; the log ends at "
                f"place {report.last}: entries were removed from its end."
            )
        elif seen.get(head.position) != head.hash:
            found.append(
                f"The head of {head.at:%Y-%m-%d} does not fit place {head.position}: entries "
                f"between places {agreed + 1} and {head.position} were changed, removed or "
                "inserted, and the chain was written anew over it."
            )
        else:
            agreed = head.position
    return found


def _rows() -> Iterator[_Row]:
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_WALK)
        while rows := cursor.fetchmany(2_000):
            for row in rows:
                yield _Row(*(_plain(value) for value in row))


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def older(before: datetime) -> int:
    """How many entries at the front of the log are older than `before`."""
    young = AuditEntry.objects.filter(at__gte=before).values("pk")
    found = AuditLink.objects.exclude(position=None)
    first = found.filter(entry_id__in=young).aggregate(Min("position"))["position__min"]
    return found.filter(position__lt=first).count() if first else found.count()


def forget(before: datetime) -> int:
    """Drop the entries older than `before` from the front; how many. Verifying goes on to work.

    The database refuses to drop what is younger than 180 days.
    """
    with connection.cursor() as cursor:
        cursor.execute("select portal_audit_forget(%s)", [before])
        return int(cursor.fetchone()[0])
