"""Every analysis explains itself, and every figure it gives has a name."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass

import pytest

from tests.twin.analyses.towns import block_town, places, silent
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import ModelCard, Outcome, Upstream

NAMES = list(ANALYSES)


def outcome(name: str) -> Outcome:
    analysis = ANALYSES[name]
    town = block_town()
    every = ("school", "shop", "health", "park", "square", "sport", "worship")
    town = town.with_table("place", places(*((kind, (50.0, 50.0)) for kind in every)), "test")
    parameters = analysis.parameters()
    operator = analysis.prepare(town, parameters, silent)
    upstream = Upstream({other: outcome(other) for other in analysis.upstream})
    return analysis.apply(operator, town, parameters, upstream, silent)


OUTCOMES = {name: outcome(name) for name in NAMES}


def test_traffic_walking_access_and_air_are_there() -> None:
    assert {"traffic", "access", "air"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_that_offers_tiles_offers_all_of_them(name: str) -> None:
    analysis = ANALYSES[name]
    offered = {one in vars(type(analysis)) for one in ("tiles", "prepare_tile", "join_tiles")}
    assert offered == {analysis.is_tiled}
    assert analysis.follows == ("update" in vars(type(analysis)))


@pytest.mark.parametrize("name", NAMES)
def test_a_model_card_leaves_nothing_blank(name: str) -> None:
    card = ANALYSES[name].card
    assert all(getattr(card, field.name) for field in fields(ModelCard))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_frozen_and_have_defaults(name: str) -> None:
    parameters = ANALYSES[name].parameters
    assert is_dataclass(parameters)
    assert asdict(parameters())
    with pytest.raises(AttributeError):
        setattr(parameters(), fields(parameters)[0].name, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_name_a_unit_and_a_yardstick(name: str) -> None:
    for one in OUTCOMES[name].indicators:
        text = ANALYSES[name].indicators[one.code]
        assert text.unit == one.unit
        assert text.label
        assert text.sentence.endswith(".")
        assert text.better in {"lower", "higher", "neither"}


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_has_a_name(name: str) -> None:
    assert set(OUTCOMES[name].facts) <= set(ANALYSES[name].facts)


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_unit(name: str) -> None:
    for layer in OUTCOMES[name].layers:
        assert set(layer.units) == set(layer.columns)
        assert all(len(column) == len(layer.feature_ids) for column in layer.columns.values())


@pytest.mark.parametrize("name", NAMES)
def test_notes_are_whole_sentences(name: str) -> None:
    assert all(note[0].isupper() and note.endswith(".") for note in OUTCOMES[name].notes)
