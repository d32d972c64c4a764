"""A map layer as GeoJSON: its streets or houses with their figures, for QGIS and its like."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import IO, Any

from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.errors import NotThere
from portal.takeaways import SMALL_ROWS, Wanted, take
from twin import cartography
from twin.cartography import MapLayer
from twin.faces.layers.tables import Rows, rows_of, today_of
from twin.models import AnalysisRun, Feature, TwinVersion

MEDIA = "application/geo+json"
DIGITS = 6
"""Of a degree: a tenth of a metre."""


@require_safe
def layer_geojson(request: HttpRequest, fingerprint: str, layer: str) -> HttpResponseBase:
    """The layer's features beside today's figures; NotThere for layers of the ground."""
    run, public = cartography.run_for_reader(fingerprint, request.user)
    shown = _of_things(layer, run)
    base = today_of(run)
    if public and len(rows_of(shown, run, base)[1].fids) > SMALL_ROWS:
        return take(
            request,
            Wanted(
                maker="layer-geojson",
                about=f"{run.fingerprint} {shown.key}",
                version=base.fingerprint if base else "",
                name=f"{shown.key}-{run.fingerprint[:12]}.geojson",
                kind=MEDIA,
                back=reverse("layer-table", args=[run.fingerprint, shown.key]),
            ),
        )
    file = io.BytesIO()
    write_geojson(f"{run.fingerprint} {shown.key}", file)
    return HttpResponse(
        file.getvalue(),
        content_type=MEDIA,
        headers={"Cache-Control": "no-cache" if public else "private, no-store"},
    )


def write_geojson(about: str, file: IO[bytes]) -> None:
    """A layer's features. about: the run's fingerprint and the layer's key."""
    fingerprint, key = about.split()
    run = AnalysisRun.objects.select_related("scenario__base").get(fingerprint=fingerprint)
    layer = _of_things(key, run)
    _values, rows = rows_of(layer, run, today_of(run))
    file.write(b'{"type":"FeatureCollection","features":[\n')
    for place, feature in enumerate(_features(run.scenario.base, layer, rows)):
        told = json.dumps(feature, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        file.write((",\n" if place else "").encode() + told.encode())
    file.write(b"\n]}\n")


def _of_things(key: str, run: AnalysisRun) -> MapLayer:
    """The run's layer of that key, if it is one of streets or houses."""
    found = cartography.layer_of(key)
    if found is None or found.analysis != run.analysis or found.kind == "grid":
        raise NotThere(_("This result has no such layer."))
    return found


def _features(version: TwinVersion, layer: MapLayer, rows: Rows) -> Iterator[dict[str, Any]]:
    """Geometry in EPSG:4326; figures in the layer's unit, null where there is none."""
    at = {fid: place for place, fid in enumerate(rows.fids.tolist())}
    found = (
        Feature.objects.filter(version=version, kind=layer.kind)
        .annotate(shape=AsGeoJSON(Transform("geometry", 4326), precision=DIGITS))
        .order_by("fid")
        .values_list("fid", "urn", "name", "shape")
    )
    for fid, urn, name, shape in found.iterator(chunk_size=1_000):
        if fid in at:
            yield {
                "type": "Feature",
                "id": urn,
                "geometry": json.loads(shape),
                "properties": {"urn": urn, "name": name, **_figures(layer, rows, at[fid])},
            }


def _figures(layer: MapLayer, rows: Rows, place: int) -> dict[str, Any]:
    columns = {
        "today": rows.today,
        "scenario": rows.then,
        "difference_low": rows.low,
        "difference": rows.central,
        "difference_high": rows.high,
    }
    # One file for readers of all languages.
    with override("en"):
        told: dict[str, Any] = {"layer": layer.key, "unit": str(layer.unit)}
    for name, column in columns.items():
        value = float(column[place]) * layer.scale
        told[name] = float(f"{value:.4g}") if value == value else None
    return told | {"clear": bool(rows.strength[place])}
