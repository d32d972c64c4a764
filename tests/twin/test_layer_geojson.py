"""A map layer as GeoJSON: real shapes with the figures of the table."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from django.urls import reverse

from tests.twin.answered import TODAY_CARS, answer_traffic, pieces
from twin import scenarios
from twin.cartography.values import forget_values
from twin.models import AnalysisRun, TwinVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(city: TwinVersion) -> AnalysisRun:
    """Traffic of today, with fewer cars on one piece of a street."""
    forget_values()
    return answer_traffic(scenarios.baseline(city), {pieces(city)[0].fid: 100.0}, spread=10.0)


def features(client: Client, run: AnalysisRun, layer: str = "volume") -> list[dict]:
    answer = client.get(reverse("layer-geojson", args=[run.fingerprint, layer]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/geo+json"
    told = json.loads(b"".join(answer))
    assert told["type"] == "FeatureCollection"
    return list(told["features"])


def test_every_street_has_its_line_and_its_figures(client: Client, run: AnalysisRun) -> None:
    found = features(client, run)
    figures = {one["properties"]["today"] for one in found}
    assert figures == {100.0, TODAY_CARS}
    assert {GEOSGeometry(json.dumps(one["geometry"])).geom_type for one in found} == {"LineString"}


def test_shapes_are_in_degrees_where_the_city_lies(client: Client, run: AnalysisRun) -> None:
    x, y = features(client, run)[0]["geometry"]["coordinates"][0][:2]
    assert (round(x), round(y)) == (-2, 47)


def test_a_layer_of_another_result_is_not_there(client: Client, run: AnalysisRun) -> None:
    answer = client.get(reverse("layer-geojson", args=[run.fingerprint, "minutes"]))
    assert answer.status_code == 404


def test_a_plan_that_is_not_public_gives_nothing(client: Client, run: AnalysisRun) -> None:
    type(run.scenario).objects.filter(pk=run.scenario_id).update(visibility="private")
    answer = client.get(reverse("layer-geojson", args=[run.fingerprint, "volume"]))
    assert answer.status_code == 404
