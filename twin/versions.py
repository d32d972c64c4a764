"""Freezing: what is recorded now becomes a version that never changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.utils import timezone

from portal import audit
from portal.errors import BadInput
from portal.roles import is_planner, require
from twin.citystate import CityState
from twin.models import EntityState, Feature, TwinVersion
from twin.residents import keep_residents
from twin.state import to_city_state
from twin.state.loading import save
from twin.state.origins import sources_now
from twin.state.turn import take_turn

_FEATURES = f"""
insert into {Feature._meta.db_table}
  (version_id, kind, fid, urn, name, rank, height_m, base_m, category, level, geometry)
select %(version)s, f.kind, f.fid, f.urn,
  coalesce(left(s.attributes->>'name', 200), ''),
  coalesce((s.attributes->>'importance')::smallint, 0),
  (s.attributes->>'height_m')::float8,
  (s.attributes->>'ground_z_m')::float8,
  coalesce(s.attributes->>'category', s.attributes->>'road_class', s.attributes->>'usage', ''),
  coalesce((s.attributes->>'level')::smallint, 0),
  st_transform(s.geometry, 3857)
from feature_rows f
join {EntityState._meta.db_table} s on s.entity_id = f.urn and s.recorded_to is null
order by f.kind, f.fid
"""  # noqa: S608 - only table names of our own models are put in


def freeze(*, actor: Any, label: str) -> TwinVersion:
    """Freeze everything recorded now; the same content gives the version there already is.

    Writes one GeoParquet file per kind to the artefact store and the map's features. Raises
    NotAllowed, or BadInput when there is nothing to freeze.
    """
    require(is_planner, actor)
    with transaction.atomic():
        take_turn()
        moment = timezone.now()
        state = to_city_state()
        same: TwinVersion | None = TwinVersion.objects.filter(digest=state.digest).first()
        if same is not None:
            return same
        counts = {kind: len(table) for kind, table in state.tables.items()}
        if not counts["street"] and not counts["building"]:
            raise BadInput("There is no city to freeze yet. Run manage.py import_city first.")
        version: TwinVersion = TwinVersion.objects.create(
            label=label,
            recorded_at=moment,
            crs=state.crs,
            digest=state.digest,
            artefact=state.digest,
            counts=counts,
            attributions=list(dict.fromkeys(source.attribution for source in sources_now())),
            bounds=outline(state),
        )
        save(state, version.artefact)
        keep_residents(version, state)
        _write_features(version, state)
        audit.record(actor=actor, act="city.freeze", subject=version, digest=state.digest)
    return version


def outline(state: CityState) -> Polygon:
    """The rectangle around streets and buildings, EPSG:4326."""
    shapes = np.concatenate([state.tables["street"].geometry, state.tables["building"].geometry])
    west, south, east, north = shapely.total_bounds(shapes)
    transformer = pyproj.Transformer.from_crs(state.crs, "EPSG:4326", always_xy=True)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Polygon([transformer.transform(x, y) for x, y in ring], srid=4326)


def _write_features(version: TwinVersion, state: CityState) -> None:
    """The rows that map tiles are made of; fid is the row position in the version's table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table feature_rows (kind text, fid int, urn text) on commit drop"
        )
        with cursor.copy("copy feature_rows (kind, fid, urn) from stdin") as copy:
            for kind, table in state.tables.items():
                for fid, urn in enumerate(table.urn.tolist()):
                    copy.write_row((kind, fid, urn))
        cursor.execute("analyze feature_rows")
        cursor.execute(_FEATURES, {"version": version.pk})
        cursor.execute("drop table feature_rows")
