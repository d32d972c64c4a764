"""All that a consultation's map needs to know, gathered once for template and browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.translation import get_language

from portal.multilingual import pick
from twin.cartography.layers import MAP_LAYERS, MapLayer
from twin.cartography.markers import edit_markers
from twin.cartography.palette import look
from twin.cartography.phrases import draw_phrases, map_phrases
from twin.cartography.values import runs_of
from twin.cartography.words import change_classes, trend
from twin.models import AnalysisRun, Result, Scenario, TwinVersion
from twin.scenarios import sentences


@dataclass(frozen=True)
class MapOption:
    """One option as the map names it. key: "A", "B", …, by order when empty. url: its words."""

    scenario: Scenario
    key: str = ""
    name: str = ""
    url: str = ""


@dataclass(frozen=True)
class OptionView:
    """An option with what it changes and where its figures are.

    tables, values, differences: layer key -> address; baseline: it is the city as it is.
    """

    key: str
    name: str
    url: str
    scenario: int
    baseline: bool
    sentences: Sequence[str]
    markers: Mapping[str, Any]
    values: Mapping[str, str]
    differences: Mapping[str, str]
    tables: Mapping[str, str]

    @property
    def table_links(self) -> list[dict[str, str]]:
        """Key, theme, label and address of each table, for lists of links by theme."""
        return [
            {
                "key": key,
                "theme": str(MAP_LAYERS[key].theme),
                "label": str(MAP_LAYERS[key].label),
                "url": url,
            }
            for key, url in self.tables.items()
        ]


@dataclass(frozen=True)
class LayerView:
    """A layer with its legend: (class 1 to 5, words) and (css suffix, words) of a difference."""

    layer: MapLayer
    classes: Sequence[tuple[int, str]]
    changes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class MapConfig:
    """See `map_config`. bounds, view: west, south, east, north in degrees.

    opens: what is shown at first: "today", "option" or "change".
    """

    digest: str
    bounds: tuple[float, ...]
    view: tuple[float, ...]
    options: Sequence[OptionView]
    layers: Sequence[LayerView]
    opens: str = "today"
    slug: str = ""
    comment_url: str = ""
    cells_url: str = ""
    language: str = "en"
    attribution: Sequence[str] = field(default_factory=tuple)

    @property
    def card_query(self) -> str:
        """What an address of a card or of the search carries on."""
        shown = ".".join(str(option.scenario) for option in self.options)
        return f"v={self.digest}&s={shown}" + (f"&c={self.slug}" if self.slug else "")

    @property
    def as_json(self) -> dict[str, Any]:
        """For json_script: what static/js/map reads."""
        tile = reverse("tile", args=[self.digest, 0, 0, 0]).removesuffix("0/0/0.mvt")
        return {
            "tiles": f"{tile}{{z}}/{{x}}/{{y}}.mvt",
            "bounds": self.bounds,
            "view": self.view,
            "opens": self.opens,
            "language": self.language,
            "attribution": " · ".join(self.attribution),
            "options": [_option_json(option) for option in self.options],
            "layers": [_layer_json(view.layer) for view in self.layers],
            "card": reverse("card", args=["kind", 0]).replace("kind/0", "{kind}/{fid}"),
            "search": reverse("map-search"),
            "query": self.card_query,
            "comment": self.comment_url,
            "cells": self.cells_url,
            "words": map_phrases() | {f"draw_{key}": say for key, say in draw_phrases().items()},
        }


def _option_json(option: OptionView) -> dict[str, Any]:
    return {
        "key": option.key,
        "name": option.name,
        "baseline": option.baseline,
        "markers": option.markers,
        "values": option.values,
        "differences": option.differences,
    }


def _layer_json(layer: MapLayer) -> dict[str, Any]:
    return {
        "key": layer.key,
        "kind": layer.kind,
        "result": layer.result,
        "column": layer.column,
        "breaks": layer.breaks,
        "label": str(layer.label),
        "unit": str(layer.unit),
        "better": layer.better,
        "scale": layer.scale,
        "decimals": layer.decimals,
    }


def map_config(
    *,
    options: Sequence[MapOption],
    area: GEOSGeometry | None = None,
    slug: str = "",
    comment_url: str = "",
    cells_url: str = "",
    language: str = "",
    opens: str = "today",
) -> MapConfig | None:
    """The map of some scenarios of one version; None when there is no city yet.

    options: in the order shown. area: EPSG:4326, where the map opens. comment_url, cells_url:
    "" where there is none. Six queries, whatever the number of options.
    """
    version = options[0].scenario.base if options else TwinVersion.objects.last()
    if version is None:
        return None
    scenarios = [option.scenario for option in options]
    runs = runs_of({version.digest, *(row.digest for row in scenarios if row.digest)})
    layers = _offered(runs)
    markers = edit_markers([row.pk for row in scenarios], version.pk)
    return MapConfig(
        digest=version.digest[:16],
        bounds=version.bounds.extent,
        view=_opening(area, version.bounds),
        options=[
            _option(position, option, layers, runs, markers[option.scenario.pk])
            for position, option in enumerate(options)
        ],
        layers=[_legend(layer) for layer in layers],
        opens=opens,
        slug=slug,
        comment_url=comment_url,
        cells_url=cells_url,
        language=language or get_language() or "en",
        attribution=tuple(version.attributions),
    )


def _opening(area: GEOSGeometry | None, bounds: GEOSGeometry) -> tuple[float, ...]:
    """Where the map opens: the part of the area that there is a map of."""
    shown = bounds.intersection(area) if area else bounds
    extent: tuple[float, ...] = (bounds if shown.empty else shown).extent
    return extent


Runs = Mapping[tuple[str, str], AnalysisRun]


def _offered(runs: Runs) -> list[MapLayer]:
    """The layers that some finished run has, and the usual ones of analyses still going."""
    models = {run.pk: run.analysis for run in runs.values()}
    rows = Result.objects.filter(run__in=list(models)).values_list("run_id", "layer", "units")
    columns = {(models[run], result, column) for run, result, units in rows for column in units}
    known = {(model, result) for model, result, _column in columns}
    return [
        layer
        for layer in MAP_LAYERS.values()
        if (layer.analysis, layer.result, layer.column) in columns
        or (layer.usual and (layer.analysis, layer.result) not in known)
    ]


def _option(
    position: int,
    option: MapOption,
    layers: Sequence[MapLayer],
    runs: Runs,
    markers: Mapping[str, Any],
) -> OptionView:
    scenario = option.scenario
    today = scenario.base.digest
    values, changes, tables = {}, {}, {}
    for layer in layers:
        run, base = runs.get((scenario.digest, layer.analysis)), runs.get((today, layer.analysis))
        if run is None:
            continue
        values[layer.key] = _values_url(layer, run)
        tables[layer.key] = reverse("layer-table", args=[run.fingerprint, layer.key])
        if base is not None and base != run:
            names = [base.fingerprint, run.fingerprint, layer.key]
            changes[layer.key] = f"{reverse('difference-layer', args=names)}?look={look(layer)}"
    return OptionView(
        key=option.key or chr(ord("A") + position),
        name=option.name or pick(scenario.name),
        url=option.url,
        scenario=scenario.pk,
        baseline=scenario.digest == today,
        sentences=sentences(scenario),
        markers=markers,
        values=values,
        differences=changes,
        tables=tables,
    )


def _values_url(layer: MapLayer, run: AnalysisRun) -> str:
    """Where the browser finds what it paints: of houses and streets the one column it shows."""
    if layer.kind == "grid":
        address = reverse("result-layer", args=[run.fingerprint, layer.key])
        return f"{address}?look={look(layer)}"
    address = reverse("result-layer", args=[run.fingerprint, layer.result])
    return f"{address}?column={layer.column}"


SUFFIXES = {"better": ("b1", "b2"), "worse": ("w1", "w2")}


def _legend(layer: MapLayer) -> LayerView:
    changes = []
    for strength, words in change_classes(layer):
        way = trend(layer, strength)
        if way == "unclear" and strength:
            way = "better" if strength < 0 else "worse"
        changes.append(("0" if strength == 0 else SUFFIXES[way][abs(strength) - 1], words))
    return LayerView(
        layer=layer,
        classes=[(step, str(words)) for step, words in enumerate(layer.words, start=1)],
        changes=changes,
    )
