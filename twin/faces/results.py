"""Results for the map as compact JSON, kept for ever by the fingerprint of their run."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from portal.errors import NotThere
from twin import cartography
from twin.comparison import refuse_unlike
from twin.models import AnalysisRun

FOR_EVER = "public, max-age=31536000, immutable"
KEPT_SECONDS = 30 * 24 * 3600
FIGURES = 4
"""Significant figures of a value: finer than any of the models is exact."""


def compact(values: NDArray[Any]) -> list[float | int | None]:
    """Numbers with FIGURES significant figures, whole where they are; None for no value."""
    found: list[float | int | None] = []
    for value in values.tolist():
        if value != value:
            found.append(None)
            continue
        short = float(f"{value:.{FIGURES}g}")
        found.append(int(short) if short == int(short) else short)
    return found


def _packed(key: str, make: Any) -> bytes | None:
    """Gzipped JSON from the cache, or made now; None when there is nothing to make it of."""
    packed: bytes | None = cache.get(key)
    if packed is None:
        found = make()
        if found is None:
            return None
        text = json.dumps(found, separators=(",", ":"), allow_nan=False)
        packed = gzip.compress(text.encode(), compresslevel=6, mtime=0)
        cache.set(key, packed, KEPT_SECONDS)
    return packed


def _answer(request: HttpRequest, packed: bytes, etag: str, *, public: bool) -> HttpResponse:
    """The JSON, gzipped where the reader takes it; what is not public is not stored on the way."""
    headers = {
        "ETag": f'W/"{etag}"',
        "Cache-Control": FOR_EVER if public else "private, no-store",
        "Vary": "Accept-Encoding",
    }
    if public and request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return HttpResponse(packed, content_type="application/json", headers=headers)


def _not_yet(run: AnalysisRun) -> HttpResponse:
    """202 with how far the run is; the map asks again. A run that stopped says so in `status`."""
    body = {"status": run.status, "progress": run.progress, "message": run.message}
    return HttpResponse(
        json.dumps(body),
        status=202,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


@require_safe
def result_layer(request: HttpRequest, fingerprint: str, layer: str) -> HttpResponse:
    """{kind, fid: [...], columns: {name: [...]}, units: {...}} of one layer; null is no value."""
    run, public = cartography.run_for_reader(fingerprint, request.user)
    if run.status != AnalysisRun.Status.DONE:
        return _not_yet(run)
    packed = _packed(f"result:{fingerprint}:{layer}", lambda: _layer_json(run, layer))
    if packed is None:
        raise NotThere(_("This result has no such layer."))
    return _answer(request, packed, f"{fingerprint[:16]}-{layer}", public=public)


def _layer_json(run: AnalysisRun, layer: str) -> dict[str, Any] | None:
    values = cartography.values_of(run, layer)
    if values is None:
        return None
    return {
        "kind": values.kind,
        "fid": values.fids.tolist(),
        "columns": {name: compact(column) for name, column in values.columns.items()},
        "units": values.units,
    }


@require_safe
def difference_layer(request: HttpRequest, base: str, fingerprint: str, layer: str) -> HttpResponse:
    """{kind, fid: [...], strength: [...]} of what clearly changes, -2 much less to 2 much more.

    What is not in it has no clear change. Runs that cannot be compared are BadInput.
    """
    run, public = cartography.run_for_reader(fingerprint, request.user)
    today, public_today = cartography.run_for_reader(base, request.user)
    shown = cartography.layer_of(layer)
    if shown is None:
        raise NotThere(_("This result has no such layer."))
    for one in (today, run):
        if one.status != AnalysisRun.Status.DONE:
            return _not_yet(one)
    key = f"difference:{base}:{fingerprint}:{layer}"
    packed = _packed(key, lambda: _difference_json(shown, today, run))
    if packed is None:
        raise NotThere(_("This result has no such layer."))
    etag = f"{base[:12]}-{fingerprint[:12]}-{layer}"
    return _answer(request, packed, etag, public=public and public_today)


def _difference_json(
    layer: cartography.MapLayer, today: AnalysisRun, run: AnalysisRun
) -> dict[str, Any] | None:
    refuse_unlike(run, today)
    before = cartography.values_of(today, layer.result)
    after = cartography.values_of(run, layer.result)
    if before is None or after is None or layer.column not in before.columns:
        return None
    found = cartography.differences(layer, before, after)
    clear = np.flatnonzero(found.strength)
    return {
        "kind": layer.kind,
        "fid": found.fids[clear].tolist(),
        "strength": found.strength[clear].tolist(),
    }
