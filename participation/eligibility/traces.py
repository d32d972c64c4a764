"""No marks on disk of which code or list row somebody came back to."""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql


def even_out(table: str, column: str, value: int) -> None:
    """After this transaction, look at all rows of `table` with this value in `column`.

    PostgreSQL notes in a row's header that its writer has committed when the row is first looked
    at (hint bits, in HeapTupleHeaderData.t_infomask). A copy of the disk would so tell which codes
    of a fresh batch were tried. Looking at all at once leaves nothing to tell; the notes are only
    written once the commit is on disk, so this transaction waits for that even where others don't.
    """
    with connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit to on")
    transaction.on_commit(lambda: _look_at_all(table, column, value))


def _look_at_all(table: str, column: str, value: int) -> None:
    # "offset 0" keeps the planner from counting in an index without looking at the rows.
    statement = sql.SQL("select count(rows.*) from (select * from {} where {} = %s offset 0) rows")
    with connection.cursor() as cursor:
        cursor.execute(statement.format(sql.Identifier(table), sql.Identifier(column)), [value])
