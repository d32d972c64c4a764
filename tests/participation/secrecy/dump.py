"""What an attacker holds: all rows with their place and transaction, and the write-ahead log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.utils import DatabaseError

from participation.ledger.merkle import ballot_leaf
from portal.sessions.keys import digest
from tests.participation.secrecy.attack import Case
from tests.participation.secrecy.elections import Election

Row = dict[str, Any]

TABLES = {
    "roll": "participation_rollentry",
    "envelope": "participation_envelope",
    "event": "participation_logevent",
    "ballot": "participation_ballot",
    "account": "portal_user",
    "session": "portal_session",
}


def rows_of(table: str) -> list[Row]:
    """Every row as it lies there: all columns, ctid as (page, line), xmin as a number."""
    with connection.cursor() as cursor:
        cursor.execute(f"select ctid::text as ctid, xmin::text::bigint as xmin, * from {table}")
        names = [column.name for column in cursor.description]
        return [
            {name: _plain(name, value) for name, value in zip(names, row, strict=True)}
            for row in cursor.fetchall()
        ]


def _plain(name: str, value: Any) -> Any:
    if name == "ctid":
        page, line = value.strip("()").split(",")
        return int(page), int(line)
    return bytes(value) if isinstance(value, memoryview) else value


class Log:
    """The write-ahead log from here on, kept for reading until `close`."""

    def __init__(self) -> None:
        # Of a name of its own: another process may test on the same cluster.
        _run(f"select pg_create_physical_replication_slot({_SLOT}, true, true)")
        self.start = _one("select pg_current_wal_insert_lsn()::text")

    def close(self) -> None:
        """Let the database throw it away."""
        _run(f"select pg_drop_replication_slot({_SLOT})")

    def commits(self) -> dict[int, Row]:
        """By transaction: when it wrote, when it was committed, and how many bytes it took.

        By pg_walinspect; empty where that is not to be had, and then xmin alone tells the order.
        """
        try:
            _run("create extension if not exists pg_walinspect")
        except DatabaseError:
            return {}
        # The last commits may not be written yet; closing the file writes them.
        _run("select pg_switch_wal()")
        rows = _all(_COMMITS, [self.start])
        return {
            xid: {"place": place, "time": said, "bytes": written, "records": records}
            for xid, place, said, written, records in rows
        }

    def holds(self, word: bytes) -> bool:
        """Whether the files of the log hold these bytes."""
        _run("select pg_switch_wal()")
        files = _all(_FILES, [self.start, self.start])
        return any(_one(_HOLDS, [word, name]) for (name,) in files)


_SLOT = "'attacker_' || pg_backend_pid()"
# Full images of pages are left out: their size is that of the page, whoever wrote.
_COMMITS = """
select xid::text::bigint, max(start_lsn - '0/0'::pg_lsn)::bigint,
  max(case when record_type like 'COMMIT%%' then description end),
  sum(record_length - fpi_length)::bigint, count(*)
from pg_get_wal_records_info(%s, pg_current_wal_flush_lsn()) where xid <> '0' group by xid
"""
_HOLDS = """
select position(%s::bytea in pg_read_binary_file('pg_wal/' || %s, 0, 16777216, true)) > 0
"""
_FILES = """
select pg_walfile_name(%s::pg_lsn + step * 16777216::numeric)
from generate_series(0, ((pg_current_wal_lsn() - %s::pg_lsn) / 16777216)::int) step
"""


def cases(
    elections: Sequence[Election],
    during: dict[str, list[Row]],
    after: dict[str, list[Row]],
    wal: dict[int, Row],
) -> list[Case]:
    """The attacker's columns by voter and by ballot.

    Which envelope and which events are a voter's is given to the attacker for nothing: while the
    vote is open, transaction numbers tell it anyway.
    """
    indexed = {
        (when, name): _by(rows, key)
        for when, dump in (("during", during), ("after", after))
        for name, rows in dump.items()
        for key in [_KEYS[name]]
    }
    ballots = _by(after["ballot"], "consultation_id")
    found = []
    for election in elections:
        people = list(election.truth)
        lying = ballots.get(election.consultation.pk, [])
        found.append(
            Case(
                voters=[_voter(election, person, indexed, wal) for person in people],
                ballots=[_ballot(row) for row in lying],
                truth=[election.truth[person] for person in people],
                says=[row["content"] for row in lying],
            )
        )
    return found


_KEYS = {
    "roll": "person_id",
    "envelope": "slot",
    "event": "code",
    "account": "id",
    "session": "session_key",
    "ballot": "consultation_id",
}


def _voter(
    election: Election,
    person: int,
    indexed: dict[tuple[str, str], dict[Any, list[Row]]],
    wal: dict[int, Row],
) -> Row:
    pk = election.consultation.pk
    columns: Row = {}
    events = election.codes[person]
    wanted = {
        "roll": person,
        "envelope": election.slots[person],
        "event": events[-1],
        "account": person,
        "session": digest(election.sessions.get(person, "")),
    }
    for when in ("during", "after"):
        for name, key in wanted.items():
            rows = indexed[when, name].get(key, []) if key is not None else []
            mine = [row for row in rows if row.get("consultation_id", pk) == pk]
            for column, value in mine[0].items() if mine else ():
                if value is not None and not isinstance(value, dict):
                    columns[f"{name} {column} {when}"] = value
                    if isinstance(value, bytes):
                        columns[f"{name} length of {column} {when}"] = len(value)
    for name in ("roll", "envelope", "event"):
        for column, value in wal.get(columns.get(f"{name} xmin during", 0), {}).items():
            columns[f"log {column} of {name}"] = value
    return columns


def _ballot(row: Row) -> Row:
    kept = {
        f"ballot {column}": row[column] for column in ("ctid", "xmin", "id", "nonce", "content")
    }
    kept["ballot leaf"] = ballot_leaf(row["content"], row["nonce"])
    kept["ballot length"] = len(row["content"])
    return kept


def _by(rows: Sequence[Row], key: str) -> dict[Any, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def _run(query: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query)


def _all(query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _one(query: str, values: Sequence[Any] = ()) -> Any:
    return _all(query, values)[0][0]
