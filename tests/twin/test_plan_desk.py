"""The desk where planners draw: buildings put up and taken away, a zone of one speed."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from django.test import Client
from django.urls import reverse

from portal.models import User
from twin import scenarios, state
from twin.models import Scenario, TwinVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, planner: User) -> Client:
    client.force_login(planner)
    return client


@pytest.fixture
def draft(city: TwinVersion, planner: User) -> Scenario:
    return scenarios.create_scenario(actor=planner, base=city, name={"en": "New quarter"})


def post(desk: Client, plan: Scenario, **values: Any) -> Any:
    plan.refresh_from_db()
    address = reverse("scenario-edit", args=[plan.series, plan.revision])
    return desk.post(address, {"seen": plan.changes, "act": "add_ground", **values})


def lonlat(shape: Any) -> Any:
    turn = pyproj.Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    return shapely.transform(shape, lambda xy: np.transpose(turn.transform(*xy.T)))


def open_ground(version: TwinVersion) -> Any:
    """A square of 6 m where no building stands and no car drives, away from the edge."""
    city = state.load(version)
    taken = [*city.tables["building"].geometry, *city.tables["street"].geometry]
    tree = shapely.STRtree(taken)
    inside = lonlat_bounds(version)
    for x in np.arange(355_250.0, 355_750.0, 10.0):
        for y in np.arange(6_689_200.0, 6_689_700.0, 10.0):
            square = shapely.box(x, y, x + 6, y + 6)
            if not len(tree.query(square.buffer(1), "intersects")):
                shown = lonlat(square)
                if inside.covers(shown):
                    return shown
    raise AssertionError("this city is built up everywhere")


def lonlat_bounds(version: TwinVersion) -> Any:
    return shapely.from_wkt(version.bounds.wkt)


def test_a_building_is_put_up_by_a_drawn_outline(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    drawn = shapely.to_geojson(open_ground(city))
    post(desk, draft, kind="add_building", drawn=drawn, height_m="15", dwellings="4")
    edit = draft.edits.get()
    assert edit.params == {"height_m": 15, "dwellings": 4}
    assert "15 m high" in scenarios.sentences(draft)[0]


def test_a_building_over_another_is_told_beside_the_places(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    shape = state.load(city).tables["building"].geometry[100]
    drawn = shapely.to_geojson(lonlat(shapely.box(*shape.centroid.buffer(3).bounds)))
    page = post(desk, draft, kind="add_building", drawn=drawn, height_m="15")
    assert "A building stands there already" in page.content.decode()
    assert draft.edits.count() == 0


def test_a_height_that_is_too_much_is_told_at_the_buildings_height(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    drawn = shapely.to_geojson(open_ground(city))
    page = post(desk, draft, kind="add_building", drawn=drawn, height_m="400")
    assert 'id="id_height_m_error"' in page.content.decode()


def test_a_building_is_taken_away_by_a_place_inside_it(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    building = state.load(city).tables["building"]
    spot = lonlat(shapely.point_on_surface(building.geometry[100]))
    post(desk, draft, kind="remove_building", drawn=shapely.to_geojson(spot))
    assert draft.edits.get().params == {"buildings": [str(building.urn[100])]}


def test_a_building_is_taken_away_by_its_number(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    whole = str(state.load(city).tables["building"].urn[7])
    post(desk, draft, kind="remove_building", buildings=whole.rpartition(":")[2])
    assert draft.edits.get().params == {"buildings": [whole]}


def test_a_zone_is_the_speed_of_every_street_in_it_that_has_another(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    street = state.load(city).tables["street"]
    west, south, east, north = lonlat_bounds(city).bounds
    half = shapely.box(west, south, (west + east) / 2, north).intersection(lonlat_bounds(city))
    post(desk, draft, kind="speed_zone", drawn=shapely.to_geojson(half), speed_kmh="25")
    params = draft.edits.get().params
    open_ = set(street.urn[street.columns["car"]].tolist())
    assert (params["speed_kmh"], set(params["streets"]) <= open_) == (25, True)
    assert 0.3 < len(params["streets"]) / len(open_) < 0.7


def test_a_zone_where_nothing_would_change_is_told(
    desk: Client, draft: Scenario, city: TwinVersion
) -> None:
    drawn = shapely.to_geojson(open_ground(city))
    page = post(desk, draft, kind="speed_zone", drawn=drawn, speed_kmh="30")
    assert "No street in this area would change" in page.content.decode()


def test_an_outline_that_crosses_itself_is_told(desk: Client, draft: Scenario) -> None:
    west, east, south, north = -1.559, -1.558, 47.2165, 47.217
    ring = [[west, south], [east, north], [east, south], [west, north], [west, south]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [ring]})
    page = post(desk, draft, kind="add_building", drawn=drawn, height_m="9")
    assert "crosses itself" in page.content.decode()
