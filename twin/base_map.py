"""The streets, water and green of a place as GeoJSON, for maps that leave the site."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from twin.models import TwinVersion

# Simplified to about a metre (EPSG:3857), five decimals of a degree, also about a metre.
_FEATURES = """
select kind, case when kind = 'street' and rank <= 4 then 'main' else 'other' end as class,
  name, ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(geometry, 1.5), 4326), 5)
from twin_feature
where version_id = %s and kind in ('street', 'water', 'green')
  and geometry && ST_Transform(ST_GeomFromWKB(%s, 4326), 3857)
order by kind, fid
"""


def base_map(area: GEOSGeometry | None) -> dict[str, Any]:
    """Streets, water and green within the box of `area` (EPSG:4326; the city without one).

    A FeatureCollection; properties: kind, class ("main" or "other"), name.
    """
    version = TwinVersion.objects.order_by("-frozen_at").first()
    if version is None:
        return {"type": "FeatureCollection", "features": []}
    outline = area or version.bounds
    with connection.cursor() as cursor:
        cursor.execute(_FEATURES, [version.pk, outline.envelope.wkb.tobytes()])
        features = [
            {
                "type": "Feature",
                "geometry": json.loads(shape),
                "properties": {"kind": kind, "class": rank, "name": name},
            }
            for kind, rank, name, shape in cursor.fetchall()
        ]
    return {"type": "FeatureCollection", "features": features}
