"""Edits: exact parameters, checks that name the entity, sentences in plain language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.utils.translation import override

from portal.errors import BadInput, TooLarge
from tests.twin.small_city import small_city, urn
from twin.edits import (
    KINDS,
    check_edit,
    check_plan,
    find_street,
    names_for,
    read_edit,
    read_geometry,
    sentence,
    street_names,
)
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.edits.kinds.plant_trees import PlantTrees

CITY = small_city()
POINT = GEOSGeometry('{"type": "Point", "coordinates": [-1.5586, 47.2138]}')
RING = [[-1.55, 47.21], [-1.549, 47.21], [-1.549, 47.211], [-1.55, 47.211], [-1.55, 47.21]]
AREA = GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": [RING]}))
BOUNDS = Polygon.from_bbox((-1.6, 47.2, -1.5, 47.25))


def told(kind: str, geometry: Any = None, **params: Any) -> str:
    change = read_edit(kind, params, geometry)
    with override("en"):
        return sentence(kind, params, names_for(change, CITY))


def refused(kind: str, geometry: Any = None, **params: Any) -> BadInput:
    with pytest.raises(BadInput) as caught:
        check_edit(CITY, [], read_edit(kind, params, geometry))
    return caught.value


def test_a_closed_piece_is_told_by_its_cross_streets() -> None:
    assert told("close_to_cars", streets=[urn("B", 1)]) == (
        "Rue B: closed to cars between Rue 2 and Rue 3"
    )


def test_several_pieces_of_one_street_are_one_sentence() -> None:
    assert told("close_to_cars", streets=[urn("B", 0), urn("B", 1)]) == (
        "Rue B: closed to cars between Rue 1 and Rue 3"
    )


def test_a_whole_street_is_told_as_such() -> None:
    assert told("speed", streets=[urn("C", n) for n in range(3)], speed_kmh=30) == (
        "Rue C: speed limit 30 km/h along its whole length"
    )


def test_a_one_way_street_is_told_from_where_to_where() -> None:
    pieces = [urn("B", 1), urn("B", 2)]
    assert told("direction", streets=pieces, direction="backward") == (
        "Rue B: one way for cars, from Rue 4 to Rue 2"
    )


def test_two_streets_in_one_edit_are_both_told() -> None:
    pieces = [urn("B", 1), *(urn("C", n) for n in range(3))]
    assert told("lanes", streets=pieces, lanes=1) == (
        "Rue B: 1 lane for cars between Rue 2 and Rue 3; "
        "Rue C: 1 lane for cars along its whole length"
    )


def test_many_streets_are_counted_after_the_third() -> None:
    pieces = [urn(letter, 1) for letter in ("A", "B", "C", "D", "1")]
    assert told("close_to_cars", streets=pieces).endswith("; 2 more streets: closed to cars")


def test_new_trees_are_counted() -> None:
    points = GEOSGeometry('{"type": "MultiPoint", "coordinates": [[-1.5, 47.2], [-1.4, 47.2]]}')
    assert told("plant_trees", points) == "2 new trees"


def test_trees_along_a_line_stand_evenly() -> None:
    # 0.001 degrees of latitude are 111.3 m.
    north = '{"type": "LineString", "coordinates": [[-1.5, 47.2], [-1.5, 47.201]]}'
    change = read_edit("plant_trees", {"spacing_m": 11}, GEOSGeometry(north))
    assert isinstance(change, PlantTrees)
    lats = [lat for _lon, lat in change.points]
    assert lats == pytest.approx([47.2 + (n + 0.5) / 10_000 for n in range(10)])


def test_a_new_park_is_told_with_its_size() -> None:
    # 0.001 degrees: 75.6 m east to west at this latitude, 111.3 m north to south.
    assert told("lay_green", AREA, category="park", name="Jardin") == (
        "New park Jardin, about 8,400 m²"
    )


@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        ("close_to_cars", {}, "streets"),
        ("close_to_cars", {"streets": []}, "streets"),
        ("close_to_cars", {"streets": "urn"}, "streets"),
        ("close_to_cars", {"streets": [3]}, "streets"),
        ("close_to_cars", {"streets": ["u"], "colour": "red"}, "colour"),
        ("speed", {"streets": ["u"], "speed_kmh": 4}, "speed_kmh"),
        ("speed", {"streets": ["u"], "speed_kmh": 91}, "speed_kmh"),
        ("speed", {"streets": ["u"], "speed_kmh": True}, "speed_kmh"),
        ("speed", {"streets": ["u"], "speed_kmh": "30"}, "speed_kmh"),
        ("speed", {"streets": ["u"], "speed_kmh": float("nan")}, "speed_kmh"),
        ("lanes", {"streets": ["u"], "lanes": 0}, "lanes"),
        ("lanes", {"streets": ["u"], "lanes": 7}, "lanes"),
        ("direction", {"streets": ["u"], "direction": "up"}, "direction"),
        ("plant_trees", {"height_m": 6}, "geometry"),
        ("lay_green", {"category": "lawn"}, "category"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(kind: str, params: Any, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_edit(kind, params, None)
    assert caught.value.field == field


def test_more_than_500_streets_are_too_many() -> None:
    with pytest.raises(TooLarge):
        read_edit("close_to_cars", {"streets": [f"urn:{n}" for n in range(501)]}, None)


def test_an_unknown_street_is_named() -> None:
    error = refused("close_to_cars", streets=["urn:civic:test:street:none"])
    assert str(error) == "There is no street urn:civic:test:street:none."


def test_a_street_closed_before_is_named() -> None:
    change = CloseToCars((urn("B", 1),))
    with pytest.raises(BadInput, match=r"^Rue B is already closed to cars\.$"):
        check_edit(CITY, [change], change)


def test_a_speed_for_a_closed_street_is_refused() -> None:
    speed = read_edit("speed", {"streets": [urn("B", 1)], "speed_kmh": 30}, None)
    with pytest.raises(BadInput, match="Rue B is closed to cars"):
        check_edit(CITY, [CloseToCars((urn("B", 1),))], speed)


def test_an_edit_that_changes_nothing_is_refused() -> None:
    assert (
        str(refused("speed", streets=[urn("A", 0)], speed_kmh=50)) == "Rue A is already like this."
    )


def test_a_plan_that_closes_every_street_is_refused() -> None:
    every = [str(name) for name in CITY.tables["street"].urn]
    with pytest.raises(BadInput, match="This would close every street to cars"):
        check_plan(CITY, [CloseToCars(tuple(every))])


def test_a_shape_is_rounded_to_a_centimetre() -> None:
    shape = read_geometry('{"type": "Point", "coordinates": [-1.55860000004, 47.2]}')
    assert shape.coords == (-1.5586, 47.2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "could not read"),
        ("[", "could not read"),
        ("[" * 5000, "could not read"),
        ("{}", "could not read"),
        ('{"type": "Point", "coordinates": []}', "could not read"),
        ('{"type": "Point", "coordinates": [NaN, 47.2]}', "not on the map"),
        ('{"type": "Point", "coordinates": [1e999, 47.2]}', "not on the map"),
        ('{"type": "Point", "coordinates": ["1", 47.2]}', "not on the map"),
        ('{"type": "LineString", "coordinates": [[-1.55, 47.21]]}', "could not read"),
        ('{"type": "GeometryCollection", "geometries": []}', "could not read"),
        (json.dumps({"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3],
                                                         RING[0]]]}), "crosses itself"),
        ('{"type": "Point", "coordinates": [2.35, 48.85]}', "outside the city"),
    ],
)  # fmt: skip
def test_a_shape_we_cannot_use_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_geometry(text, bounds=BOUNDS)


def test_ten_megabytes_of_shape_are_too_much() -> None:
    with pytest.raises(TooLarge, match="too detailed"):
        read_geometry('{"type": "Point", "coordinates": [' + " " * 10_000_000 + "1, 2]}")


def test_a_hundred_thousand_vertices_are_too_many() -> None:
    line = {"type": "LineString", "coordinates": [[0.0, n / 1e5] for n in range(100_000)]}
    with pytest.raises(TooLarge, match="more than 1000 points"):
        read_geometry(line)


def test_every_edit_kind_has_a_name_to_show() -> None:
    assert all(str(kind.label) for _name, kind in KINDS.items())


def test_a_street_is_found_by_part_of_its_name_without_accents() -> None:
    assert street_names(CITY, "rue b") == ["Rue B"]


def test_the_pieces_of_a_street_come_in_their_order_with_cross_streets() -> None:
    street = find_street(CITY, "Rue 2")
    assert street is not None
    assert [(piece.start, piece.end) for piece in street.pieces] == [
        ("Rue A", "Rue B"),
        ("Rue B", "Rue C"),
        ("Rue C", "Rue D"),
    ]


def test_a_street_that_is_not_there_is_not_found() -> None:
    assert find_street(CITY, "Rue Z") is None
