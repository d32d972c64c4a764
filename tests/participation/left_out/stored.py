"""All that the site has stored, and what of it is gone after a form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

# Kept by what they are: logs that only grow, things on their way out, the frozen city.
PASSING = {
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "geometry_columns",
    "participation_claim",
    "participation_releasemark",
    "portal_auditanchor",
    "portal_auditentry",
    "portal_auditlink",
    "portal_limitcount",
    "portal_outgoingmail",
    "portal_retentionrun",
    "portal_sentform",
    "spatial_ref_sys",
    "twin_cellresidents",
    "twin_entity",
    "twin_entitystate",
    "twin_feature",
    "twin_import",
    "twin_source",
}
# Which row stands at which version, and when: bookkeeping that says nothing by itself.
BOOKS = {"edit_version", "version", "changes", "last_login", "session_data", "seen"}
Stored = dict[tuple[str, str], dict[str, Any]]


def stored() -> Stored:
    """Every row of the site by table and key, in one query."""
    # Django leaves JSON to its own fields, so here it comes as text.
    found = _of_all("select '{table}', {key}::text, to_jsonb(t) from {table} t")
    rows = [(table, key, json.loads(row)) for table, key, row in found]
    return {(table, _key(table, key, row)): row for table, key, row in rows}


def numbers() -> dict[str, int]:
    """How many rows each table has."""
    return dict(_of_all("select '{table}', count(*) from {table}"))


def _of_all(select: str) -> list[Any]:
    """Of every table that keeps something, in one query."""
    models = apps.get_models(include_auto_created=True)
    tables = sorted({one._meta.db_table: one._meta.pk.column for one in models}.items())
    parts = [select.format(table=table, key=key) for table, key in tables if table not in PASSING]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return list(cursor.fetchall())


def _key(table: str, key: str, row: dict[str, Any]) -> str:
    """By what a row is known. A calendar is stored anew as a whole, so a phase is known by kind."""
    if table != "participation_phase":
        return key
    del row["id"]
    return f"{row['consultation_id']} {row['kind']}"


def lost(before: Stored, after: Stored) -> set[str]:
    """What stood there and stands no more: a row, a field, a text of one language, one of many."""
    found = set()
    for (table, key), row in before.items():
        if (table, key) not in after:
            found.add(f"{table} {key}")
        else:
            found |= {f"{table} {key}: {place}" for place in _less(row, after[table, key], "")}
    return found


def changed(before: Stored, after: Stored) -> set[str]:
    """What stands there otherwise than before, but for its bookkeeping."""
    return {
        f"{table} {key}: {name} was {value!r}, is {now!r}"
        for (table, key), row in before.items()
        for name, value in row.items()
        for now in [after.get((table, key), {}).get(name)]
        if name not in BOOKS and now != value
    }


def _less(before: Any, after: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict):
        for name, value in before.items():
            if not (place == "" and name in BOOKS):
                there = after.get(name) if isinstance(after, dict) else None
                yield from _less(value, there, f"{place}.{name}")
    elif isinstance(before, list):
        if len(after if isinstance(after, list) else []) < len(before):
            yield place
    elif before and not after:
        yield place
