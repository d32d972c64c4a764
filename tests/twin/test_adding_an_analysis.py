"""The recipe of twin/analyses/README.md, followed with a tiny analysis: everything finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from tests.twin.answered import fids
from twin import runs, scenarios
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Indicator, Layer, ModelCard, Outcome
from twin.analyses.map_layer import MapLayer
from twin.analyses.texts import FactText, IndicatorText
from twin.cartography import MAP_LAYERS, MapOption, map_config
from twin.models import AnalysisRun, TwinVersion

CARD = ModelCard(
    title="Shade of houses",
    purpose="Says how long a house lies in the shade.",
    method="Guesses.",
    sources=("Nobody, 2026.",),
    inputs=("Buildings",),
    assumptions=("The sun shines.",),
    not_modelled=("Clouds.",),
    synthetic_inputs=("The sun is invented.",),
    validation=(("Nothing", "none"),),
    uncertainty="Large.",
)
SHADE = MapLayer(
    key="shade",
    result="buildings",
    kind="building",
    column="shade_h",
    label="Hours in the shade",
    unit="hours of shade",
    better="neither",
    breaks=(1, 2, 3, 4),
    words=("sunny", "mostly sunny", "half and half", "mostly shady", "shady"),
    small=0.5,
    large=2,
    less="hours less",
    more="hours more",
    theme="Shade",
    usual=True,
)


@dataclass(frozen=True)
class Hours:
    """hours: what every house gets."""

    hours: float = 3.5


class Shade(Analysis):
    """The same shade for all."""

    name = "shade"
    version = "1"
    parameters = Hours
    card = CARD
    indicators = {"shade_mean": IndicatorText("h", "Shade of a house", "On average.", "neither", 1)}
    facts = {"houses_shaded": FactText("Houses that were shaded")}
    layers = (SHADE,)

    def prepare(self, *given: Any) -> None:
        """Nothing to prepare."""

    def apply(self, operator: None, state: Any, parameters: Hours, *given: Any) -> Outcome:
        """One layer, one figure, one fact."""
        hours = parameters.hours
        ids = np.arange(len(state.tables["building"]), dtype=np.int32)
        columns = {"shade_h": np.full(len(ids), hours, dtype=np.float32)}
        layer = Layer("buildings", "building", ids, columns, {"shade_h": "h"})
        figure = Indicator("shade_mean", "h", hours, hours, hours)
        return Outcome([layer], [figure], {"houses_shaded": len(ids)})


@pytest.fixture(autouse=True)
def shade(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """The one line of the recipe."""
    settings.OPERATOR_DIR = tmp_path
    monkeypatch.setitem(ANALYSES._items, Shade.name, Shade())


@pytest.fixture
def done(city: TwinVersion) -> AnalysisRun:
    """A finished run of the city as it is."""
    run = runs.request_run(actor=None, scenario=scenarios.baseline(city), analysis="shade")
    assert runs.execute(run.pk)
    run.refresh_from_db()
    return run


def test_it_stands_in_the_register_and_in_the_api(client: Client, db: None) -> None:
    assert "Shade of houses" in client.get(reverse("models")).content.decode()
    assert "Clouds." in client.get(reverse("model", args=["shade"])).content.decode()
    assert "Shade of houses" in client.get(reverse("models-json")).content.decode()
    assert "Shade of houses" in client.get("/api/models/").content.decode()


def test_what_is_invented_in_it_is_told_among_the_sources(
    client: Client, city: TwinVersion
) -> None:
    assert "The sun is invented." in client.get(reverse("sources")).content.decode()


def test_the_map_offers_it_with_a_legend_before_anybody_asked(city: TwinVersion) -> None:
    config = map_config(options=[MapOption(scenarios.baseline(city))])
    assert config is not None
    view = next(view for view in config.layers if view.layer.key == "shade")
    assert [words for _number, words in view.classes] == list(SHADE.words)
    assert list(MAP_LAYERS)[-1] == "shade"


def test_the_map_and_its_table_show_what_a_run_found(client: Client, done: AnalysisRun) -> None:
    config = map_config(options=[MapOption(done.scenario)])
    assert config is not None
    option = config.options[0]
    assert client.get(option.values["shade"]).status_code == 200
    assert "Hours in the shade" in client.get(option.tables["shade"]).content.decode()


def test_the_card_of_a_house_says_it(client: Client, done: AnalysisRun, city: TwinVersion) -> None:
    house = int(fids(city, "building")[0])
    card = client.get(reverse("card", args=["building", house])).content.decode()
    assert "Hours in the shade" in card
    assert "4 hours of shade" in card


def test_the_run_names_its_figures_and_facts(client: Client, done: AnalysisRun) -> None:
    page = client.get(reverse("run", args=[done.fingerprint])).content.decode()
    assert "Shade of a house" in page
    assert "Houses that were shaded" in page
    api = client.get(reverse("api-run", args=[done.fingerprint])).json()
    assert "shade_mean" in str(api)
