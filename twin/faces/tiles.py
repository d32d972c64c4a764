"""Vector tiles of a frozen version: one SQL a tile, kept for ever by the version's digest."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from isal import igzip
from psycopg import Cursor

from portal.errors import NotThere
from portal.problems import answer_to

Answer = Callable[[HttpRequest], HttpResponse]
FIRST_ZOOM, LAST_ZOOM = 11, 18
FOR_EVER = "public, max-age=31536000, immutable"
KEPT_SECONDS = 30 * 24 * 3600
TYPE = "application/vnd.mapbox-vector-tile"
TILE_PATH = re.compile(
    r"/twin/tiles/(?P<digest>[0-9a-f]{16})/(?P<z>\d{1,2})/(?P<x>\d{1,6})/(?P<y>\d{1,6})\.mvt"
)

# Layer -> the columns it carries. The order is that of drawing.
LAYERS: dict[str, tuple[str, ...]] = {
    "district": ("name",),
    "water": ("name",),
    "green": ("name", "category"),
    "building": ("height_m",),
    "street": ("name", "rank", "level", "category"),
    "tree": ("height_m",),
    "place": ("name", "category"),
}

# Below zoom 14 shapes are simplified to a quarter of a screen pixel (512 px tiles), small
# buildings, minor paths, trees and places are left out. Floats are rounded: fewer values to store.
_DRAWN = """
WITH tile AS (
  SELECT v.id AS version_id, %(z)s::int AS z,
         ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int) AS box,
         ST_TileEnvelope(%(z)s::int, %(x)s::int, %(y)s::int, margin => 64.0 / 4096) AS wide,
         40075016.68 / (2048 * 2.0 ^ %(z)s::int) AS quarter_pixel
  FROM twin_twinversion v WHERE left(v.digest, 16) = %(digest)s::text
), drawn AS MATERIALIZED (
  SELECT f.kind, f.fid, NULLIF(f.name, '') AS name, f.rank, f.level,
         NULLIF(f.category, '') AS category,
         round(f.height_m)::int AS height_m,
         ST_AsMVTGeom(
           CASE WHEN t.z >= 14 THEN f.geometry
                ELSE ST_Simplify(f.geometry, t.quarter_pixel, true) END,
           t.box, 4096, 64, true) AS geom
  FROM twin_feature f JOIN tile t ON f.version_id = t.version_id AND f.geometry && t.wide
  WHERE CASE f.kind
    WHEN 'building' THEN t.z >= 14 OR ST_Area(f.geometry) > 40 * 4.0 ^ (14 - t.z)
    WHEN 'street' THEN t.z >= 13 OR f.rank <= t.z - 8
    WHEN 'tree' THEN t.z >= 15
    WHEN 'place' THEN t.z >= 15
    ELSE true END
)
"""


def _layer_sql(kind: str, columns: tuple[str, ...]) -> str:
    chosen = ", ".join(("fid", *columns, "geom"))
    return (
        f"(SELECT ST_AsMVT(q, '{kind}', 4096, 'geom', 'fid') FROM "  # noqa: S608 - own constants
        f"(SELECT {chosen} FROM drawn WHERE kind = '{kind}' AND geom IS NOT NULL) q)"
    )


# A street's pieces joined again, so that its name finds room along the whole of it.
_NAMES = """(SELECT ST_AsMVT(q, 'street_name', 4096, 'geom') FROM (
  SELECT name, min(rank) AS rank, 
    ST_LineMerge(ST_CollectionExtract(ST_Collect(geom), 2)) AS geom
  FROM drawn WHERE kind = 'street' AND name IS NOT NULL AND geom IS NOT NULL GROUP BY name) q)"""
_CUT = "\n || ".join([*(_layer_sql(kind, columns) for kind, columns in LAYERS.items()), _NAMES])
TILE_SQL = f"{_DRAWN} SELECT {_CUT} FROM tile"  # noqa: S608 - own constants, no input
"""Parameters: digest (16 hex), z, x, y. No row: no such version; empty bytes: nothing there."""


def cut_tile(digest: str, z: int, x: int, y: int) -> bytes | None:
    """The MVT bytes of one tile, b"" when nothing lies in it, None when there is no such version.

    Asked through the driver's own cursor, because Django's binds parameters on the client:
    a prepared statement spares the planning, which costs as much as a small tile.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        session: Any = connection.connection
        if session.prepare_threshold is None:
            session.prepare_threshold = 1
        values = {"digest": digest, "z": z, "x": x, "y": y}
        with Cursor(session) as cursor:
            row = cursor.execute(TILE_SQL, values, binary=True).fetchone()
    return None if row is None else bytes(row[0])


def tile_key(digest: str, z: int, x: int, y: int) -> str:
    """Where a packed tile is kept."""
    return f"tile:{digest}:{z}:{x}:{y}"


class TileResponse(HttpResponse):
    """A tile just cut, kept for the next visitor once this one has it."""

    def __init__(self, *words: Any, key: str, packed: bytes, **options: Any) -> None:
        super().__init__(*words, **options)
        self._kept = key, packed

    def close(self) -> None:
        """The server has sent it."""
        cache.set(*self._kept, KEPT_SECONDS)
        super().close()


@require_safe
def tile(request: HttpRequest, digest: str, z: str, x: str, y: str) -> HttpResponse:
    """One tile as application/vnd.mapbox-vector-tile; 204 when empty, 404 outside the scheme."""
    zoom, column, row = int(z), int(x), int(y)
    if not (FIRST_ZOOM <= zoom <= LAST_ZOOM and max(column, row) < 2**zoom):
        return answer_to(request, NotThere(_("There is no tile at this address.")))
    etag = f'W/"{digest}-{zoom}-{column}-{row}"'
    headers = {
        "ETag": etag,
        "Cache-Control": FOR_EVER,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    key = tile_key(digest, zoom, column, row)
    packed: bytes | None = cache.get(key)
    if packed is not None:
        return HttpResponse(_as_asked(request, packed, headers), TYPE, headers=headers)
    cut = cut_tile(digest, zoom, column, row)
    if cut is None:
        return answer_to(request, NotThere(_("There is no tile at this address.")))
    if not cut:
        # Not kept: empty tiles cost little and there is no end of them.
        return HttpResponse(status=204, headers=headers)
    packed = igzip.compress(cut, compresslevel=2, mtime=0)
    body = _as_asked(request, packed, headers)
    return TileResponse(body, TYPE, headers=headers, key=key, packed=packed)


def _as_asked(request: HttpRequest, packed: bytes, headers: dict[str, str]) -> bytes:
    """The tile as this visitor can read it; says so in the headers when it is packed."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return igzip.decompress(packed)
    headers["Content-Encoding"] = "gzip"
    return packed


def same_for_everyone(get_response: Answer) -> Answer:
    """Middleware: what may be kept for ever does not vary by language, and a tile needs no more.

    Django's LocaleMiddleware says that every answer varies by it; a cache in front of us would
    then keep a tile once for each browser's list of languages. A tile is answered right here:
    session, language and sign-in are nothing to it, and cost twice what a kept tile costs.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        asked = TILE_PATH.fullmatch(request.path_info)
        response = tile(request, **asked.groupdict()) if asked else get_response(request)
        if asked:
            # Above the middleware that says so of the rest: what everyone may read, any page may.
            response.headers["Access-Control-Allow-Origin"] = "*"
        if response.headers.get("Cache-Control") == FOR_EVER:
            response.headers["Vary"] = "Accept-Encoding"
            response.headers.pop("Content-Language", None)
        return response

    return answer
