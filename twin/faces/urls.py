"""Addresses of the pages of this floor."""

from django.urls import URLPattern, re_path

from twin.faces import tiles

DIGEST = r"(?P<digest>[0-9a-f]{16})"

# --- the map: tiles, results, cards ---------------------------------------------------------
map_patterns: list[URLPattern] = [
    re_path(
        rf"^twin/tiles/{DIGEST}/(?P<z>\d{{1,2}})/(?P<x>\d{{1,6}})/(?P<y>\d{{1,6}})\.mvt$",
        tiles.tile,
        name="tile",
    ),
]

urlpatterns: list[URLPattern] = [*map_patterns]
