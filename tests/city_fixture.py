"""The fixture `city`: a real piece of Nantes, frozen, in every test that asks for it.

    def test_something(city: TwinVersion) -> None:
        state = load(city)              # twin.state
        street = state.tables["street"]

It is a window of 700 × 700 m around Cours des 50 Otages: about 970 buildings, 600 pieces of
street (with bridges and tunnels), 600 places, 120 trees, basins, one district. It is read,
imported and frozen once a session; each further test gets the same rows by COPY (some 50 ms), in
its own transaction or, with `live_server` or `transactional_db`, for real. The rows' keys
and the digest are the same in all tests of a session. Needs CIVIC_DATA_DIR.
"""

from __future__ import annotations

import pytest
from django.db import connection, models

from twin.models import CellResidents, Entity, EntityState, Feature, Import, Source, TwinVersion
from twin.sources import import_city
from twin.versions import freeze

WINDOW = (355150.0, 6689100.0, 355850.0, 6689800.0)
"""xmin, ymin, xmax, ymax, EPSG:2154."""
TABLES: tuple[type[models.Model], ...] = (
    Import,
    Source,
    Entity,
    EntityState,
    TwinVersion,
    CellResidents,
    Feature,
)
_rows: dict[str, bytes] = {}


@pytest.fixture
def city(db: None) -> TwinVersion:
    """A small real city, imported and frozen."""
    if _rows:
        _put_back()
    else:
        import_city(actor=None, bounds=WINDOW)
        freeze(actor=None, label="Around Cours des 50 Otages")
        _take_copy()
    return TwinVersion.objects.get()


def _take_copy() -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            with cursor.copy(f"copy {table} to stdout (format binary)") as copy:
                _rows[table] = b"".join(bytes(block) for block in copy)


def _put_back() -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            table, key = model._meta.db_table, model._meta.pk.name
            with cursor.copy(f"copy {table} from stdin (format binary)") as copy:
                copy.write(_rows[table])
            if key == "id":
                cursor.execute(
                    f"select setval(pg_get_serial_sequence('{table}', 'id'), max(id)) from {table}"
                )
