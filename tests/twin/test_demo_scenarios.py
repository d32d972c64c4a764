"""The demo's options on the real street: made once, told in words, different in earnest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override

from twin import overlay, scenarios, state
from twin.citystate import CityState
from twin.demo.scenarios import PIECES, ensure_scenarios
from twin.models import Scenario, TwinVersion
from twin.sources import import_city
from twin.versions import freeze

STRASBOURG = (355400.0, 6689100.0, 355950.0, 6690000.0)
"""A window around the street, EPSG:2154."""


@pytest.fixture
def version(db: None) -> TwinVersion:
    import_city(actor=None, bounds=STRASBOURG)
    return freeze(actor=None, label="Around Rue de Strasbourg")


@pytest.fixture
def options(version: TwinVersion) -> list[Scenario]:
    return ensure_scenarios(version, lambda text: None)


def test_there_are_today_and_three_options_and_a_second_start_adds_none(
    version: TwinVersion, options: list[Scenario]
) -> None:
    again = ensure_scenarios(version, lambda text: None)
    assert [one.pk for one in again] == [one.pk for one in options]
    assert (scenarios.is_baseline(options[0]), Scenario.objects.count()) == (True, 4)


def test_a_start_that_was_stopped_half_way_is_made_whole(version: TwinVersion) -> None:
    draft = scenarios.create_scenario(
        actor=None,
        base=version,
        name={"en": "Half"},
        slug=f"strasbourg-castle-{version.digest}",
    )
    options = ensure_scenarios(version, lambda text: None)
    assert options[1].pk == draft.pk
    assert options[1].status == "published"


def test_the_options_are_told_by_their_cross_streets(options: list[Scenario]) -> None:
    with override("en"):
        told = [scenarios.sentences(option)[0] for option in options[1:]]
    assert told == [
        "Rue de Strasbourg: closed to cars between Rue de Verdun and Cours John Kennedy",
        "Rue de Strasbourg: one way for cars, from Place du Port Communeau to Cours John Kennedy",
        "Rue de Strasbourg: closed to cars between Place du Port Communeau"
        " and Rue Général Leclerc de Hautecloque",
    ]


@pytest.fixture
def street(version: TwinVersion, options: list[Scenario]) -> Callable[[int], CityState]:
    base = state.load(version)

    def edited(option: int) -> CityState:
        changes = scenarios.changes_of(options[option])
        after, conflicts = overlay.apply(base, changes)
        assert conflicts == ()
        return after

    return edited


def test_the_one_way_street_leads_south_from_end_to_end(
    street: Callable[[int], CityState], version: TwinVersion
) -> None:
    table = street(2).tables["street"]
    rows = table.rows_of(list(PIECES))
    southwards = []
    for row in rows:
        first, *_, last = table.geometry[row].coords
        falls = last[1] < first[1]
        southwards.append(falls == (table.columns["direction"][row] == "forward"))
    assert all(southwards)


def test_a_closed_piece_is_closed_and_the_rest_stays_open(
    street: Callable[[int], CityState],
) -> None:
    table = street(1).tables["street"]
    cars = table.columns["car"][table.rows_of(list(PIECES))]
    assert cars.tolist() == [True] * 7 + [False] * 8
