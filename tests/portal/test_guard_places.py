"""Drawn places that come in: each bad one gets a sentence, no good one is changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import BadInput, CivicError, TooLarge
from portal.guard import read_geojson

CITY = Polygon.from_bbox((-1.60, 47.18, -1.50, 47.25))


def _line(*places: list[float]) -> str:
    return json.dumps({"type": "LineString", "coordinates": places})


def _area(*ring: list[float]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def test_point_line_and_area_come_through_without_heights() -> None:
    point = read_geojson('{"type": "Point", "coordinates": [-1.55, 47.21, 12.5]}', within=CITY)
    line = read_geojson(_line([-1.55, 47.21], [-1.56, 47.22]), within=CITY)
    area = read_geojson(
        _area([-1.55, 47.21], [-1.56, 47.21], [-1.56, 47.22], [-1.55, 47.21]), within=CITY
    )
    assert [shape.geom_type for shape in (point, line, area)] == ["Point", "LineString", "Polygon"]
    assert point.coords == (-1.55, 47.21)
    assert point.srid == line.srid == area.srid == 4326


def test_feature_is_unwrapped() -> None:
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.55, 47.21]}}
    collection = {"type": "FeatureCollection", "features": [feature]}
    for wrapped in (feature, collection):
        assert read_geojson(json.dumps(wrapped)).coords == (-1.55, 47.21)


def test_ten_megabytes_are_refused_before_they_are_parsed() -> None:
    with pytest.raises(TooLarge, match="larger than 200 KB"):
        read_geojson("[" * 10_000_000)


def test_a_hundred_thousand_vertices_are_refused_with_their_number() -> None:
    text = _line(*([-1.55, 47.21] for _vertex in range(100_000)))
    with pytest.raises(TooLarge, match="100,000 points; 1,000 fit"):
        read_geojson(text, max_bytes=10_000_000)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", '"1"', "null", "true", "[]", "1" * 400]
)
def test_number_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(BadInput):
        read_geojson(f'{{"type": "Point", "coordinates": [-1.55, {number}]}}')


def test_self_crossing_area_is_told_where_it_crosses() -> None:
    bow = _area([-1.55, 47.21], [-1.53, 47.23], [-1.53, 47.21], [-1.55, 47.23], [-1.55, 47.21])
    with pytest.raises(BadInput, match=r"crosses itself at 47\.22000, -1\.54000"):
        read_geojson(bow)


def test_place_outside_the_city_and_place_half_outside_are_told_apart() -> None:
    with pytest.raises(BadInput, match="This place lies outside the city"):
        read_geojson('{"type": "Point", "coordinates": [2.35, 48.85]}', within=CITY)
    with pytest.raises(BadInput, match="A part of your drawing lies outside"):
        read_geojson(_line([-1.55, 47.21], [-1.40, 47.21]), within=CITY)


def test_metres_instead_of_degrees_are_named() -> None:
    with pytest.raises(BadInput, match="not longitude and latitude"):
        read_geojson('{"type": "Point", "coordinates": [355530, 6689865]}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "[]",
        "null",
        "3",
        "{}",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": []}',
        '{"type": "Point", "coordinates": [[1, 2]]}',
        '{"type": "LineString", "coordinates": [[1, 2]]}',
        '{"type": "LineString", "coordinates": [[1, 2], [1, 2]]}',
        '{"type": "Polygon", "coordinates": []}',
        '{"type": "Polygon", "coordinates": [[]]}',
        '{"type": "Polygon", "coordinates": [[[1, 2], [2, 2], [2, 3]]]}',
        '{"type": "Polygon", "coordinates": [5]}',
        '{"type": "MultiPoint", "coordinates": [[1, 2]]}',
        '{"type": ["Point"], "coordinates": [1, 2]}',
        '{"type": "Feature", "geometry": null}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "GeometryCollection", "geometries": '
        '[{"type": "GeometryCollection", "geometries": []}]}',
        "[" * 100_000,
        '{"a":' * 30_000,
    ],
)
def test_what_is_no_place_gets_a_sentence(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_geojson(text)
    assert str(caught.value).endswith(".")
    assert caught.value.field == "geometry"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
SHAPED = st.builds(
    lambda kind, places: {"type": kind, "coordinates": places},
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon"]),
    JSON | st.lists(st.lists(st.floats(-200, 200), min_size=1, max_size=3), max_size=6),
)


@given(JSON | SHAPED)
@settings(max_examples=300, deadline=None)
def test_anything_else_is_refused_in_words_and_never_breaks(found: Any) -> None:
    said = ""
    try:
        shape = read_geojson(json.dumps(found), within=CITY)
    except CivicError as error:
        said = str(error)
    assert said.endswith(".") if said else CITY.covers(shape)
