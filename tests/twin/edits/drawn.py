"""Edits of every kind drawn by a seed on a city one can hold in the head, and all that they say."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyproj
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import override

from portal.errors import CivicError
from tests.twin.small_city import ORIGIN, small_city, table, urn
from twin.citystate import CityState
from twin.edits import check_edit, marker, names_for, read_edit, sentence
from twin.overlay import canonical

X0, Y0 = ORIGIN
HOUSES = ("urn:civic:test:building:H1", "urn:civic:test:building:H2")
LANGUAGES = ("en", "fr")
Given = tuple[str, dict[str, Any], GEOSGeometry | None]


def town() -> CityState:
    """The grid of streets, a house of 10 dwellings and 16 people, and a shed."""
    bare = small_city()
    shapes = [
        shapely.box(X0 + 10, Y0 + 10, X0 + 30, Y0 + 30),
        shapely.box(X0 + 140, Y0 + 140, X0 + 150, Y0 + 150),
    ]
    building = table(
        "building", list(HOUSES), shapes, height_m=[12.0, 3.0], ground_z_m=[8.0, 10.0],
        storeys=[4.0, 1.0], dwellings=[10.0, 0.0], residents=[16.0, 0.0],
        floor_area_m2=[1600.0, 100.0], usage=["residential", "annex"],
    )  # fmt: skip
    return CityState(bare.crs, {**bare.tables, "building": building}, "d" * 64)


TOWN = town()


def shape(kind: str, coordinates: Any) -> GEOSGeometry:
    """A shape of this GeoJSON type, EPSG:4326."""
    return GEOSGeometry(json.dumps({"type": kind, "coordinates": coordinates}), srid=4326)


def lonlat(spots: list[tuple[float, float]]) -> list[list[float]]:
    """Metres from the crossing of Rue A and Rue 1 -> longitude, latitude."""
    turn = pyproj.Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    return [[round(v, 7) for v in turn.transform(X0 + x, Y0 + y)] for x, y in spots]


def square(x: float, y: float, side: float) -> GEOSGeometry:
    """A square with its south-west corner at metres x, y from the crossing of Rue A and Rue 1."""
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return shape("Polygon", [lonlat(corners)])


def _streets(dice: random.Random) -> dict[str, Any]:
    names = [urn(name, n) for name in "ABCD1234" for n in range(3)]
    return {"streets": dice.sample([*names, "urn:none"], dice.randint(1, 6))}


def _trees(dice: random.Random) -> tuple[dict[str, Any], GEOSGeometry]:
    params: dict[str, Any] = dice.choice([{}, {"height_m": 9}, {"height_m": 3, "spacing_m": 25}])
    spots = lonlat([(dice.randint(0, 300), dice.randint(-60, 300)) for _ in range(3)])
    shapes = [("Point", spots[0]), ("MultiPoint", spots), ("LineString", spots)]
    return params, shape(*dice.choice(shapes))


OF_BUILDINGS: list[dict[str, Any]] = [
    {},
    {"dwellings": 1},
    {"dwellings": 2000},
    {"usage": "annex"},
    {"storeys": 2, "usage": ""},
    {"dwellings": 12, "storeys": 4},
]


def drawn(kind: str, dice: random.Random) -> Given:
    """Kind, parameters and geometry of one edit; some cannot be made."""
    area = square(dice.randint(0, 200), dice.randint(0, 200), dice.choice([1, 15, 40, 300]))
    whole = dice.choice([0, 1, 3, 7, 12, 30, 50, 120])
    if kind == "plant_trees":
        return (kind, *_trees(dice))
    if kind == "lay_green":
        category = dice.choice(["park", "square", "planting", "lawn"])
        return kind, {"category": category, "name": dice.choice(["", "Jardin", "a\nb"])}, area
    if kind == "add_building":
        return kind, {"height_m": whole, **dice.choice(OF_BUILDINGS)}, area
    if kind == "remove_building":
        gone = dice.sample([*HOUSES, "urn:none"], dice.randint(0, 2))
        return kind, {"buildings": gone}, None
    params = _streets(dice)
    if kind == "direction":
        line = [[urn("B", 0), urn("B", 1), urn("3", 0)], [urn("2", 2), urn("2", 1)]]
        params = dice.choice([params, {"streets": dice.choice(line)}])
        params["direction"] = dice.choice(["both", "forward", "backward", "up"])
    elif kind == "speed":
        params["speed_kmh"] = dice.choice([whole, float(whole), str(whole)])
    elif kind == "lanes":
        params["lanes"] = dice.choice([whole, 2])
    return kind, params, None


KINDS = (
    "close_to_cars", "direction", "speed", "lanes", "plant_trees", "lay_green", "ban_heavy",
    "add_building", "remove_building",
)  # fmt: skip


def told(given: Given) -> Iterator[Any]:
    """All that an edit says: its canonical form, facts, sentence, marker, and the city after it."""
    kind, params, at = given
    yield [kind, params, at.json if at else None]
    try:
        change = read_edit(kind, params, at)
        yield canonical(change)
        yield _digest(check_edit(TOWN, [], change))
        facts = json.loads(json.dumps(names_for(change, TOWN)))
        yield facts
        for language in LANGUAGES:
            with override(language):
                yield [sentence(kind, params, facts), marker(kind, params)]
        # Made a second time it changes nothing.
        check_edit(TOWN, [change], change)
    except CivicError:
        for language in LANGUAGES:
            with override(language):
                yield _refusal(given)


def _refusal(given: Given) -> Any:
    kind, params, at = given
    try:
        change = read_edit(kind, params, at)
        check_edit(TOWN, [], change)
        check_edit(TOWN, [change], change)
    except CivicError as error:
        return [type(error).__name__, str(error), error.field]
    return None


def _digest(city: CityState) -> str:
    """sha256 of the tables that were changed or added to."""
    parts = hashlib.sha256(city.digest.encode())
    for kind, found in sorted(city.tables.items()):
        if found is not TOWN.tables.get(kind):
            parts.update("\n".join(found.urn).encode())
            parts.update(b"".join(np.asarray(shapely.to_wkb(found.geometry), dtype=object)))
            for name, column in sorted(found.columns.items()):
                parts.update(name.encode() + repr(column.tolist()).encode())
    return parts.hexdigest()
