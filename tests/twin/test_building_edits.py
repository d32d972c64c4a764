"""Buildings put up and taken away, lorries banned: what changes, what is refused, how it reads."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import override

from portal.errors import BadInput
from tests.twin.small_city import ORIGIN, small_city, table, urn
from twin.citystate import CityState
from twin.edits import (
    building_at,
    building_called,
    check_edit,
    names_for,
    read_edit,
    sentence,
    streets_within,
)
from twin.edits.kinds.ban_heavy import BanHeavy
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.edits.kinds.remove_building import RemoveBuilding
from twin.overlay import Reason, apply

HOUSE = "urn:civic:test:building:H1"
SHED = "urn:civic:test:building:H2"
X0, Y0 = ORIGIN


def _city() -> CityState:
    """The grid of streets, a house of 10 dwellings and 16 people, and a shed."""
    bare = small_city()
    shapes = [
        shapely.box(X0 + 10, Y0 + 10, X0 + 30, Y0 + 30),
        shapely.box(X0 + 140, Y0 + 140, X0 + 150, Y0 + 150),
    ]
    building = table(
        "building", [HOUSE, SHED], shapes, height_m=[12.0, 3.0], ground_z_m=[8.0, 10.0],
        storeys=[4.0, 1.0], dwellings=[10.0, 0.0], residents=[16.0, 0.0],
        floor_area_m2=[1600.0, 100.0], usage=["residential", "annex"],
    )  # fmt: skip
    return CityState(bare.crs, {**bare.tables, "building": building}, "d" * 64)


CITY = _city()


def lonlat(*corners: tuple[float, float]) -> list[list[float]]:
    """Metres from the crossing of Rue A and Rue 1 -> longitude, latitude."""
    turn = pyproj.Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    return [[round(v, 7) for v in turn.transform(X0 + x, Y0 + y)] for x, y in corners]


def box(x: float, y: float, side: float) -> GEOSGeometry:
    """A square with its south-west corner at metres x, y."""
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": [lonlat(*corners)]}))


def made(kind: str, geometry: Any = None, city: CityState = CITY, **params: Any) -> CityState:
    return check_edit(city, [], read_edit(kind, params, geometry))


def refused(kind: str, geometry: Any = None, **params: Any) -> str:
    with pytest.raises(BadInput) as caught, override("en"):
        made(kind, geometry, **params)
    return str(caught.value)


def told(kind: str, geometry: Any = None, **params: Any) -> str:
    with override("en"):
        return sentence(kind, params, names_for(read_edit(kind, params, geometry), CITY))


def last(city: CityState) -> dict[str, Any]:
    building = city.tables["building"]
    return {name: values[-1] for name, values in building.columns.items()}


def test_a_new_building_is_the_last_row_and_stands_where_it_was_drawn() -> None:
    after = made("add_building", box(40, 40, 20), height_m=15).tables["building"]
    assert after.urn[:2].tolist() == [HOUSE, SHED]
    assert after.geometry[2].bounds == pytest.approx((X0 + 40, Y0 + 40, X0 + 60, Y0 + 60), abs=0.02)


def test_a_new_building_gets_storeys_floor_and_ground_like_its_neighbours() -> None:
    row = last(made("add_building", box(40, 40, 20), height_m=15, dwellings=20))
    # 15 m are 5 storeys of 3 m; 5 x 400 m2; ground levels 8 and 10 m; 1.6 people a dwelling.
    assert (row["storeys"], row["ground_z_m"], row["residents"]) == (5, 9.0, 32.0)
    assert row["floor_area_m2"] == pytest.approx(2000, abs=3)
    assert (row["usage"], "estimated" in row["quality"]) == ("residential", True)


def test_a_building_over_another_is_refused() -> None:
    assert refused("add_building", box(25, 25, 20), height_m=15) == (
        "A building stands there already. Draw beside it, or take it away first."
    )


def test_a_building_may_touch_its_neighbour() -> None:
    assert len(made("add_building", box(30, 10, 20), height_m=9).tables["building"]) == 3


def test_a_building_may_stand_where_one_was_taken_away() -> None:
    plan = [RemoveBuilding((HOUSE,)), read_edit("add_building", {"height_m": 9}, box(10, 10, 20))]
    after, conflicts = apply(CITY, plan)
    assert (conflicts, len(after.tables["building"])) == ((), 3)


def test_two_new_buildings_may_not_stand_in_one_place() -> None:
    plan = [read_edit("add_building", {"height_m": m}, box(40, 40, 20)) for m in (9, 12)]
    _after, conflicts = apply(CITY, plan)
    assert [one.reason for one in conflicts] == [Reason.BUILT_OVER]


def test_a_building_on_a_street_that_cars_use_is_refused_by_its_name() -> None:
    assert refused("add_building", box(90, 40, 20), height_m=9) == (
        "Cars drive on Rue 2 there. Close it first, or draw beside it."
    )


def test_a_building_may_stand_on_a_street_that_is_closed() -> None:
    change = read_edit("add_building", {"height_m": 9}, box(90, 40, 20))
    after = check_edit(CITY, [CloseToCars((urn("2", 0),))], change)
    assert len(after.tables["building"]) == 3


@pytest.mark.parametrize(
    ("side", "params", "says"),
    [
        (20, {"height_m": 151}, "Choose a height from 2 to 150 metres."),
        (20, {"height_m": 0}, "Choose a height from 2 to 150 metres."),
        (20, {}, "Choose a height from 2 to 150 metres."),
        (20, {"height_m": 9, "dwellings": -1}, "Choose from 0 to 1000 homes."),
        (20, {"height_m": 9, "usage": "castle"}, "Choose a use from the list."),
        (20, {"height_m": 9, "colour": "red"}, "This change has no detail called “colour”."),
        (1, {"height_m": 9}, "This building is too small to matter. Draw it larger."),
        (300, {"height_m": 9}, "This is larger than any one building."),
    ],
)
def test_a_building_that_cannot_be_is_refused_in_words(side: int, params: Any, says: str) -> None:
    assert refused("add_building", box(40, 40, side), **params).startswith(says)


def test_a_building_with_a_hole_is_refused() -> None:
    outer, inner = (box(40, 40, 20), box(45, 45, 5))
    ring = json.loads(outer.json)["coordinates"] + json.loads(inner.json)["coordinates"]
    shape = GEOSGeometry(json.dumps({"type": "Polygon", "coordinates": ring}))
    assert refused("add_building", shape, height_m=9) == "Draw the area without holes."


def test_a_building_taken_away_keeps_its_row_and_nothing_else() -> None:
    after = made("remove_building", buildings=[HOUSE]).tables["building"]
    gone = {
        name: after.columns[name][0] for name in ("height_m", "storeys", "dwellings", "residents")
    }
    assert set(gone.values()) == {0.0}
    assert (after.columns["quality"][0], after.columns["height_m"][1]) == (
        "taken away by the plan",
        3,
    )
    assert after.geometry is CITY.tables["building"].geometry


def test_a_building_is_taken_away_once() -> None:
    with pytest.raises(BadInput, match="already taken away"):
        check_edit(CITY, [RemoveBuilding((HOUSE,))], RemoveBuilding((HOUSE,)))


def test_a_building_that_is_not_there_is_named() -> None:
    assert refused("remove_building", buildings=["urn:x"]) == "There is no building urn:x."


@pytest.mark.parametrize("given", [{}, {"buildings": []}, {"buildings": [3]}, {"buildings": "u"}])
def test_taking_away_needs_a_building(given: Any) -> None:
    assert refused("remove_building", **given) == "Choose at least one building."


def test_a_place_inside_or_beside_a_building_means_it() -> None:
    ((inside), (beside), (far)) = lonlat((20, 20), (36, 20), (60, 60))
    assert building_at(CITY, *inside) == building_at(CITY, *beside) == HOUSE
    with pytest.raises(BadInput, match="no building at this place"):
        building_at(CITY, *far)


def test_a_building_is_found_by_its_number() -> None:
    assert building_called(CITY, " H2 ") == building_called(CITY, SHED) == SHED
    with pytest.raises(BadInput, match="There is no building 2"):
        building_called(CITY, "2")


def test_a_new_building_is_told_by_its_street_height_size_and_homes() -> None:
    assert told("add_building", box(40, 4, 20), height_m=15, dwellings=20) == (
        "Rue A: new building, 15 m high, on about 400 m², with 20 homes"
    )


def test_a_building_taken_away_is_told_by_its_street() -> None:
    assert told("remove_building", buildings=[HOUSE]) == "Rue A: 1 building taken away"


def test_a_ban_of_lorries_is_a_column_of_the_street() -> None:
    after, conflicts = apply(CITY, [BanHeavy((urn("B", 1),))])
    banned = after.tables["street"].columns["no_heavy"]
    assert (conflicts, int(banned.sum())) == ((), 1)
    assert told("ban_heavy", streets=[urn("B", 1)]) == (
        "Rue B: closed to lorries between Rue 2 and Rue 3"
    )


def test_a_city_older_than_the_column_can_ban_lorries_too() -> None:
    street = CITY.tables["street"]
    columns = {name: v for name, v in street.columns.items() if name != "no_heavy"}
    old = CITY.with_table("street", type(street)(street.urn, street.geometry, columns), "o")
    after, _ = apply(old, [BanHeavy((urn("B", 1),))])
    assert np.flatnonzero(after.tables["street"].columns["no_heavy"]).size == 1


def test_a_street_is_banned_to_lorries_once() -> None:
    with pytest.raises(BadInput, match="Rue B is already like this"):
        check_edit(CITY, [BanHeavy((urn("B", 1),))], BanHeavy((urn("B", 1),)))


def test_a_drawn_zone_holds_the_streets_that_lie_half_inside() -> None:
    # From 40 m before Rue 1 to 60 m beyond it: 60 of 100 m of Rue A's and Rue B's first pieces.
    ring = lonlat((-40, -10), (60, -10), (60, 110), (-40, 110), (-40, -10))
    found = streets_within(CITY, [(lon, lat) for lon, lat in ring])
    assert sorted(found) == sorted([urn("1", 0), urn("A", 0), urn("B", 0)])
