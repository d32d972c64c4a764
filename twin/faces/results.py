"""Results for the map as compact JSON, kept for ever by the fingerprint of their run."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from numpy.typing import NDArray

from portal.errors import NotThere
from twin import cartography
from twin.cartography import Differences, MapLayer, Values, ground
from twin.cartography.palette import look as _look
from twin.comparison import refuse_unlike
from twin.models import AnalysisRun

FOR_EVER = "public, max-age=31536000, immutable"
KEPT_SECONDS = 30 * 24 * 3600
FIGURES = 4
"""Significant figures of a value: finer than any of the models is exact."""
Compared: TypeAlias = tuple[Values, Differences]
"""The scenario's values and what they differ by from today's."""


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


def _packed(key: str, make: Callable[[], dict[str, Any] | None]) -> bytes:
    """Gzipped JSON from the cache, or made now; NotThere when there is nothing to make it of."""

    def pack() -> bytes | None:
        found = make()
        if found is None:
            return None
        text = json.dumps(found, separators=(",", ":"), allow_nan=False)
        return gzip.compress(text.encode(), compresslevel=6, mtime=0)

    return _kept(key, pack)


def _kept(key: str, make: Callable[[], bytes | None]) -> bytes:
    """What `make` gives, from the cache where it is there; NotThere when it gives nothing."""
    found: bytes | None = cache.get(key)
    if found is None:
        found = make()
        if found is None:
            raise NotThere(_("This result has no such layer."))
        cache.set(key, found, KEPT_SECONDS)
    return found


def _answer(request: HttpRequest, packed: bytes, etag: str, *, public: bool) -> HttpResponse:
    """The JSON, gzipped where the reader takes it; what is not public is not stored on the way."""
    headers = _headers(etag, public=public)
    if public and request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        packed = gzip.decompress(packed)
    return HttpResponse(packed, content_type="application/json", headers=headers)


def _headers(etag: str, *, public: bool) -> dict[str, str]:
    return {
        "ETag": f'W/"{etag}"',
        "Cache-Control": FOR_EVER if public else "private, no-store",
        "Vary": "Accept-Encoding",
    }


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
    """{kind, fid: [...], columns: {name: [...]}, units: {...}} of one layer; null is no value.

    `?column=` gives that column alone. A layer of the ground, by the map's name of it, gives
    {kind, image, corners: [[lon, lat] from the north-west, clockwise]} instead.
    """
    run, public = cartography.run_for_reader(fingerprint, request.user)
    if run.status != AnalysisRun.Status.DONE:
        return _not_yet(run)
    ground = _ground(layer)
    column = request.GET.get("column", "")[:40]
    etag = f"{fingerprint[:16]}-{layer}-{_look(ground) if ground else column}"
    packed = _packed(
        f"result:{fingerprint}:{etag}",
        lambda: _picture_json(ground, run) if ground else _layer_json(run, layer, column),
    )
    return _answer(request, packed, etag, public=public)


def _ground(name: str) -> MapLayer | None:
    """The layer of that key if it lies on the ground."""
    layer = cartography.layer_of(name)
    return layer if layer is not None and (layer.key, layer.kind) == (name, "grid") else None


def _layer_json(run: AnalysisRun, layer: str, only: str) -> dict[str, Any] | None:
    values = cartography.values_of(run, layer)
    if values is None or (only and only not in values.columns):
        return None
    columns = {only: values.columns[only]} if only else values.columns
    frame = {"frame": asdict(values.frame), "crs": run.scenario.base.crs} if values.frame else {}
    return {
        "kind": values.kind,
        "fid": values.fids.tolist(),
        "columns": {name: compact(column) for name, column in columns.items()},
        "units": {name: values.units.get(name, "") for name in columns},
        **frame,
    }


@require_safe
def difference_layer(request: HttpRequest, base: str, fingerprint: str, layer: str) -> HttpResponse:
    """{kind, fid: [...], strength: [...]} of what clearly changes, -2 much less to 2 much more.

    What is not in it has no clear change. A layer of the ground gives {kind, image, corners,
    clear: cells that clearly change} instead. Runs that cannot be compared are BadInput.
    """
    shown, today, run, public = _pair(request, base, fingerprint, layer)
    for one in (today, run):
        if one.status != AnalysisRun.Status.DONE:
            return _not_yet(one)
    etag = f"{base[:12]}-{fingerprint[:12]}-{layer}-{_look(shown)}"
    packed = _packed(
        f"difference:{base}:{fingerprint}:{etag}", lambda: _difference_json(shown, today, run)
    )
    return _answer(request, packed, etag, public=public)


def _pair(
    request: HttpRequest, base: str, fingerprint: str, layer: str
) -> tuple[MapLayer, AnalysisRun, AnalysisRun, bool]:
    """The layer, today's run, the other run, and whether both are public."""
    run, public = cartography.run_for_reader(fingerprint, request.user)
    today, public_today = cartography.run_for_reader(base, request.user)
    shown = cartography.layer_of(layer)
    if shown is None:
        raise NotThere(_("This result has no such layer."))
    return shown, today, run, public and public_today


def _difference(layer: MapLayer, today: AnalysisRun, run: AnalysisRun) -> Compared | None:
    refuse_unlike(run, today)
    before = cartography.values_of(today, layer.result)
    after = cartography.values_of(run, layer.result)
    if before is None or after is None or layer.column not in before.columns:
        return None
    if layer.kind == "grid" and before.frame != after.frame:
        return None
    return after, cartography.differences(layer, before, after)


def _difference_json(
    layer: MapLayer, today: AnalysisRun, run: AnalysisRun
) -> dict[str, Any] | None:
    compared = _difference(layer, today, run)
    if compared is None:
        return None
    after, found = compared
    clear = np.flatnonzero(found.strength)
    if layer.kind == "grid":
        names = [today.fingerprint, run.fingerprint, layer.key]
        return _placed(layer, after, run, "difference-picture", names) | {"clear": len(clear)}
    return {
        "kind": layer.kind,
        "fid": found.fids[clear].tolist(),
        "strength": found.strength[clear].tolist(),
    }


def _picture_json(layer: MapLayer, run: AnalysisRun) -> dict[str, Any] | None:
    values = cartography.values_of(run, layer.result)
    if values is None or layer.column not in values.columns:
        return None
    return _placed(layer, values, run, "result-picture", [run.fingerprint, layer.key])


def _placed(
    layer: MapLayer, values: Values, run: AnalysisRun, view: str, names: list[str]
) -> dict[str, Any]:
    """Where a picture of the ground is, and where it lies."""
    if values.frame is None:
        raise NotThere(_("This result has no such layer."))
    return {
        "kind": "grid",
        "image": f"{reverse(view, args=names)}?look={_look(layer)}",
        "corners": ground.corners(values.frame, run.scenario.base.crs),
    }


@require_safe
def result_picture(request: HttpRequest, fingerprint: str, layer: str) -> HttpResponse:
    """A layer of the ground as a PNG: one pixel a cell, in the colours of its legend."""
    run, public = cartography.run_for_reader(fingerprint, request.user)
    shown = _ground(layer)
    if shown is None:
        raise NotThere(_("This result has no such layer."))

    def draw() -> bytes | None:
        values = cartography.values_of(run, shown.result)
        if values is None or values.frame is None or shown.column not in values.columns:
            return None
        steps = ground.value_steps(shown, values.columns[shown.column])
        return ground.picture(values.frame, values.fids, steps, change=False)

    return _picture(request, f"{fingerprint}-{layer}-{_look(shown)}", draw, public=public)


@require_safe
def difference_picture(
    request: HttpRequest, base: str, fingerprint: str, layer: str
) -> HttpResponse:
    """What clearly changes on the ground as a PNG; the rest of it is transparent."""
    shown, today, run, public = _pair(request, base, fingerprint, layer)

    def draw() -> bytes | None:
        compared = _difference(shown, today, run)
        frame = compared[0].frame if compared else None
        if compared is None or frame is None:
            return None
        steps = ground.change_steps(shown, compared[1].strength)
        return ground.picture(frame, compared[1].fids, steps, change=True)

    name = f"{base}-{fingerprint}-{layer}-{_look(shown)}"
    return _picture(request, name, draw, public=public)


def _picture(
    request: HttpRequest, name: str, draw: Callable[[], bytes | None], *, public: bool
) -> HttpResponse:
    etag = hashlib.sha256(name.encode()).hexdigest()[:32]
    image = _kept(f"picture:{name}", draw)
    headers = _headers(etag, public=public)
    if public and request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(image, content_type="image/png", headers=headers)
