"""Addresses of the pages of this floor."""

from django.urls import URLPattern, path, re_path

from twin.faces import (
    cards,
    publishing,
    register,
    results,
    runs,
    scenarios,
    search,
    sources,
    tiles,
)
from twin.faces.layers import geojson, tables
from twin.faces.plans import desk

RUN = r"(?P<fingerprint>[0-9a-f]{64})"

# --- the map: tiles, results, cards ---------------------------------------------------------
map_patterns: list[URLPattern] = [
    re_path(f"^{tiles.TILE_PATH.pattern[1:]}$", tiles.tile, name="tile"),
    re_path(
        rf"^twin/results/{RUN}/(?P<layer>[a-z0-9-]+)\.json$",
        results.result_layer,
        name="result-layer",
    ),
    re_path(
        rf"^twin/difference/(?P<base>[0-9a-f]{{64}})/{RUN}/(?P<layer>[a-z0-9-]+)\.json$",
        results.difference_layer,
        name="difference-layer",
    ),
    re_path(
        rf"^twin/results/{RUN}/(?P<layer>[a-z0-9-]+)\.png$",
        results.result_picture,
        name="result-picture",
    ),
    re_path(
        rf"^twin/difference/(?P<base>[0-9a-f]{{64}})/{RUN}/(?P<layer>[a-z0-9-]+)\.png$",
        results.difference_picture,
        name="difference-picture",
    ),
    re_path(rf"^twin/table/{RUN}/(?P<layer>[a-z0-9-]+)/$", tables.layer_table, name="layer-table"),
    re_path(
        rf"^twin/table/{RUN}/(?P<layer>[a-z0-9-]+)\.geojson$",
        geojson.layer_geojson,
        name="layer-geojson",
    ),
    path("twin/card/<slug:kind>/<int:fid>/", cards.card, name="card"),
    re_path(
        r"^twin/card/ground/(?P<lon>-?\d{1,3}\.\d{1,7}),(?P<lat>-?\d{1,2}\.\d{1,7})/$",
        cards.ground_card,
        name="ground-card",
    ),
    path("twin/search/", search.search, name="map-search"),
]

# --- the data: where it comes from ----------------------------------------------------------
data_patterns: list[URLPattern] = [path("data/", sources.sources, name="sources")]

# --- models, runs, plans --------------------------------------------------------------------
PLAN = "twin/scenarios/<uuid:series>/<int:revision>/"
run_patterns: list[URLPattern] = [
    path("models/", register.models, name="models"),
    path("models.json", register.register_json, name="models-json"),
    path("models/<slug:name>/", register.model, name="model"),
    path("models/<slug:name>.json", register.model_json, name="model-json"),
    re_path(rf"^runs/{RUN}/$", runs.run, name="run"),
    re_path(rf"^runs/{RUN}\.json$", runs.run_json, name="run-json"),
    re_path(rf"^runs/{RUN}/stop/$", runs.cancel, name="run-cancel"),
    re_path(rf"^runs/{RUN}/again/$", runs.repeat, name="run-repeat"),
    path("twin/scenarios/", scenarios.plans, name="scenarios"),
    path("twin/scenarios/new/", scenarios.new, name="scenario-new"),
    path(PLAN, scenarios.plan, name="scenario"),
    path(f"{PLAN}edit/", desk.edit, name="scenario-edit"),
    path(f"{PLAN}revise/", scenarios.revise, name="scenario-revise"),
    path(f"{PLAN}show/", publishing.show, name="scenario-show"),
    path(f"{PLAN}withdraw/", publishing.withdraw, name="scenario-withdraw"),
    path(f"{PLAN}ask/", scenarios.ask, name="scenario-ask"),
]

urlpatterns: list[URLPattern] = [*map_patterns, *data_patterns, *run_patterns]
