"""What the map is told: options, layers, legends and edits, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.template.loader import render_to_string
from django.utils import translation

from tests.twin.answered import answered
from twin import scenarios
from twin.analyses.catalogue import ANALYSES
from twin.cartography import MAP_LAYERS, MapOption, map_config
from twin.cartography.words import change, change_classes, figure, in_words
from twin.models import AnalysisRun, Feature, Scenario, TwinVersion

__all__ = ["answered"]
NOT_ASKED_YET = {"noise", "no2"}
"""Layers of models that `answered` holds no run of."""


def config(options: Sequence[Scenario], **more: Any) -> Any:
    found = map_config(options=[MapOption(scenario=row) for row in options], **more)
    assert found is not None
    return found


def test_there_is_no_map_before_there_is_a_city(db: None) -> None:
    assert map_config(options=[]) is None


def test_options_are_lettered_in_their_order(answered: Sequence[Scenario]) -> None:
    options = config(answered).options
    assert [(row.key, row.baseline) for row in options] == [("A", True), ("B", False)]


def test_every_option_has_a_table_for_every_layer(answered: Sequence[Scenario]) -> None:
    found = config(answered)
    layers = {view.layer.key for view in found.layers} - NOT_ASKED_YET
    assert layers == {"volume", "speed", "fullness", "walk-daily"}
    assert all(set(option.tables) == layers for option in found.options)


def test_layers_that_nobody_asked_for_yet_are_offered(answered: Sequence[Scenario]) -> None:
    catalogued = {key for key in NOT_ASKED_YET if MAP_LAYERS[key].analysis in ANALYSES}
    assert catalogued <= {view.layer.key for view in config(answered).layers}


def test_only_other_options_have_a_difference(answered: Sequence[Scenario]) -> None:
    today, closed = config(answered).options
    assert today.differences == {}
    assert set(closed.differences) == set(closed.values)


def test_legend_has_five_classes_both_ways(answered: Sequence[Scenario]) -> None:
    for view in config(answered).layers:
        assert len(view.classes) == 5
        assert [suffix for suffix, _words in view.changes] == ["b2", "b1", "0", "w1", "w2"]


def test_every_legend_leads_to_the_model_behind_it(answered: Sequence[Scenario]) -> None:
    found = config(answered)
    text = render_to_string("twin/map/legends.html", {"map": found})
    for view in found.layers:
        assert text.count(f'href="/models/{view.layer.analysis}/"') >= 2


def test_edit_is_drawn_on_the_street_it_closes(
    city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    (edit,) = config(answered).options[1].markers["features"]
    assert edit["properties"] == {"kind": "close_to_cars", "label": "no cars"}
    assert edit["geometry"]["type"] in ("LineString", "MultiLineString")


def test_row_of_trees_is_drawn_as_trees(city: TwinVersion) -> None:
    middle = city.bounds.centroid
    row = [[middle.x, middle.y], [middle.x + 1e-3, middle.y], [middle.x + 2e-3, middle.y]]
    draft = scenarios.create_scenario(actor=None, base=city, name={"en": "Trees"})
    geometry = {"type": "LineString", "coordinates": row}
    scenarios.add_edit(actor=None, scenario=draft, kind="plant_trees", params={}, geometry=geometry)
    (edit,) = config([draft]).options[0].markers["features"]
    assert edit["geometry"]["type"] == "MultiPoint"


def test_house_that_is_taken_away_is_drawn_where_it_stands(city: TwinVersion) -> None:
    house = Feature.objects.filter(version=city, kind="building").order_by("fid")[0]
    draft = scenarios.create_scenario(actor=None, base=city, name={"en": "Open yard"})
    params = {"buildings": [house.urn]}
    scenarios.add_edit(actor=None, scenario=draft, kind="remove_building", params=params)
    (edit,) = config([draft]).options[0].markers["features"]
    assert edit["properties"]["label"] == "taken away"
    assert edit["geometry"]["type"] == "MultiPolygon"


def test_layers_of_a_run_that_is_going_are_offered(answered: Sequence[Scenario]) -> None:
    AnalysisRun.objects.filter(analysis="access").delete()
    assert "walk-daily" in {view.layer.key for view in config(answered).layers}


def test_map_opens_on_the_area_but_not_beyond_the_city(
    city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    west, south, east, north = city.bounds.extent
    area = Polygon.from_bbox((west - 1, south - 1, (west + east) / 2, north + 1))
    view = config(answered, area=area).view
    assert view[0] >= west
    assert view[1] >= south
    assert view[2] == pytest.approx((west + east) / 2)
    assert view[3] <= north


def test_config_is_json_in_the_readers_language(answered: Sequence[Scenario]) -> None:
    with translation.override("fr"):
        found = json.loads(json.dumps(config(answered).as_json))
    assert found["language"] == "fr"
    assert found["options"][1]["name"] == "Sans voitures"


def test_queries_do_not_grow_with_the_options(
    answered: Sequence[Scenario], django_assert_num_queries: Any
) -> None:
    one = [MapOption(scenario=answered[1])]
    with django_assert_num_queries(5):
        map_config(options=one)
    with django_assert_num_queries(7):
        map_config(options=one * 3)


@pytest.mark.parametrize(
    ("value", "shown"), [(4.4, "4"), (99.6, "100"), (1234, "1,230"), (56_789, "56,800")]
)
def test_figures_are_no_more_exact_than_we_know(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_class_says_what_a_value_means() -> None:
    volume = MAP_LAYERS["volume"]
    assert in_words(volume, 99.0) == "under 100: you hardly wait to cross"
    assert in_words(volume, 100.0) == "100 to 300: a calm street"
    assert in_words(volume, float("nan")) == "no figure"


def test_difference_says_its_bounds() -> None:
    volume = MAP_LAYERS["volume"]
    assert change(volume, -420, -380, -330, clear=True) == (
        "probably 330 to 420 fewer cars an hour"
    )
    assert change(volume, -4, -3, 2, clear=False) == "no clear change"


def test_classes_of_a_difference_stand_in_order() -> None:
    steps = [strength for strength, _words in change_classes(MAP_LAYERS["volume"])]
    assert steps == [-2, -1, 0, 1, 2]
