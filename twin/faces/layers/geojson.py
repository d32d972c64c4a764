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
from portal.takeaways import SMALL_ROWS, Wanted, one_of_few, take
from twin import cartography
from twin.analyses.units import PERIODS
from twin.cartography import MapLayer, Values
from twin.faces.layers.tables import FIGURES, Rows, as_shown, rows_of, today_of
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
    with one_of_few():
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
    values, rows = rows_of(layer, run, today_of(run))
    head = _head(run, layer, values)
    file.write(f'{{"type":"FeatureCollection",{_json(head)[1:-1]},"features":[\n'.encode())
    # Programs for maps read what stands in a feature, and not what stands above all of them.
    same = {name: head[name] for name in ("layer", "unit", "unit_code", "period")}
    for place, feature in enumerate(_features(run.scenario.base, layer, rows, same)):
        file.write((",\n" if place else "").encode() + _json(feature).encode())
    file.write(b"\n]}\n")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _of_things(key: str, run: AnalysisRun) -> MapLayer:
    """The run's layer of that key, if it is one of streets or houses."""
    found = cartography.layer_of(key)
    if found is None or found.analysis != run.analysis or found.kind == "grid":
        raise NotThere(_("This result has no such layer."))
    return found


def _head(run: AnalysisRun, layer: MapLayer, values: Values) -> dict[str, Any]:
    """What holds for the whole file: the run and the plan, as the API names them, and the unit."""
    code = cartography.unit_code(layer, values)
    # One file for readers of all languages.
    with override("en"):
        unit = str(layer.unit)
    return {
        "run": run.fingerprint,
        "scenario": run.scenario_digest,
        "layer": layer.key,
        "unit": unit,
        "unit_code": code,
        "period": PERIODS.get(code, ""),
    }


def _features(
    version: TwinVersion, layer: MapLayer, rows: Rows, same: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Geometry in EPSG:4326; figures in the layer's unit, null where there is none.

    same: what each feature says beside its own figures.
    """
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
                "properties": {"urn": urn, "name": name, **same, **_figures(layer, rows, at[fid])},
            }


def _figures(layer: MapLayer, rows: Rows, place: int) -> dict[str, Any]:
    columns = (rows.today, rows.then, rows.low, rows.central, rows.high)
    figures = (as_shown(layer, float(column[place])) for column in columns)
    return dict(zip(FIGURES, figures, strict=True)) | {"clear": bool(rows.strength[place])}
