"""Addresses of the pages of this floor."""

from django.urls import URLPattern, path, re_path

from twin.faces import cards, results, search, sources, tables, tiles

DIGEST = r"(?P<digest>[0-9a-f]{16})"
RUN = r"(?P<fingerprint>[0-9a-f]{64})"

# --- the map: tiles, results, cards ---------------------------------------------------------
map_patterns: list[URLPattern] = [
    re_path(
        rf"^twin/tiles/{DIGEST}/(?P<z>\d{{1,2}})/(?P<x>\d{{1,6}})/(?P<y>\d{{1,6}})\.mvt$",
        tiles.tile,
        name="tile",
    ),
    re_path(
        rf"^twin/results/{RUN}/(?P<layer>[a-z-]+)\.json$",
        results.result_layer,
        name="result-layer",
    ),
    re_path(
        rf"^twin/difference/(?P<base>[0-9a-f]{{64}})/{RUN}/(?P<layer>[a-z-]+)\.json$",
        results.difference_layer,
        name="difference-layer",
    ),
    re_path(rf"^twin/table/{RUN}/(?P<layer>[a-z-]+)/$", tables.layer_table, name="layer-table"),
    path("twin/card/<slug:kind>/<int:fid>/", cards.card, name="card"),
    path("twin/search/", search.search, name="map-search"),
]

# --- the data: where it comes from ----------------------------------------------------------
data_patterns: list[URLPattern] = [path("data/", sources.sources, name="sources")]

urlpatterns: list[URLPattern] = [*map_patterns, *data_patterns]
