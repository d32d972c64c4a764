"""From entity states in the database to a CityState."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
import pyproj
import shapely
from django.conf import settings
from django.db import connection

from twin.citystate import CityState
from twin.kinds import KINDS
from twin.models import Entity, EntityState
from twin.state.columnar import digest_of, table_of

DECIMALS = 3
"""Millimetres: what the import keeps, and coarser than what two projections can differ by."""
_QUERY = f"""
select e.urn, st_asbinary(s.geometry), s.attributes
from {EntityState._meta.db_table} s join {Entity._meta.db_table} e on e.urn = s.entity_id
where e.kind = %(kind)s and {{moment}}
"""  # noqa: S608 - only table names of our own models are put in
_NOW = "s.recorded_to is null"
_THEN = "s.recorded_from <= %(at)s and (s.recorded_to is null or s.recorded_to > %(at)s)"


def to_city_state(*, at: datetime | None = None, crs: str | None = None) -> CityState:
    """Everything recorded now, or as it was recorded at `at`.

    Rows are sorted by URN; geometry in `crs` (default: the city's), whole millimetres.
    """
    crs = crs or settings.CITY["metric_crs"]
    to_metres = _to_metres(crs)
    tables = {}
    for kind in KINDS.values():
        with connection.cursor() as cursor:
            query = _QUERY.format(moment=_NOW if at is None else _THEN)
            cursor.execute(query, {"kind": kind.name, "at": at})
            rows = cursor.fetchall()
        shapes = np.empty(len(rows), dtype=object)
        shapes[:] = shapely.from_wkb([bytes(row[1]) for row in rows])
        shapes = np.asarray(shapely.transform(shapes, to_metres), dtype=object)
        tables[kind.name] = table_of(
            kind, [row[0] for row in rows], shapes, [_attributes(row[2]) for row in rows]
        )
    return CityState(crs=crs, tables=tables, digest=digest_of(crs, tables))


def _attributes(value: Any) -> Any:
    """JSONB as Python; Django's connection leaves it as text."""
    return json.loads(value) if isinstance(value, str) else value


def _to_metres(crs: str) -> Callable[[Any], Any]:
    transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)

    def convert(lonlat: Any) -> Any:
        if not len(lonlat):
            return lonlat
        x, y = transformer.transform(lonlat[:, 0], lonlat[:, 1])
        return np.round(np.column_stack([x, y]), DECIMALS) + 0.0

    return convert
