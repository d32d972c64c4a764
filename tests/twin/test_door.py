"""The door: what participation gets of the twin, in few queries and plain words."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.twin.small_city import freeze_small_city, urn
from tests.twin.tiny_analyses import TINY
from twin import door, runs
from twin.analyses.catalogue import ANALYSES
from twin.comparison import Interval
from twin.effects import difference_words
from twin.models import Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> TwinVersion:
    monkeypatch.setattr(ANALYSES, "_items", {TINY[0].name: TINY[0]})
    return freeze_small_city()


@pytest.fixture
def today(version: TwinVersion) -> Scenario:
    return door.baseline(version)


def plan(version: TwinVersion, piece: str) -> Scenario:
    draft = door.create_scenario(actor=None, base=version, name={"en": piece})
    params = {"streets": [piece]}
    door.add_edit(actor=None, scenario=draft, kind="close_to_cars", params=params)
    return door.publish_scenario(actor=None, scenario=draft)


def compute(*scenarios: Scenario) -> None:
    for scenario in scenarios:
        for run in door.ensure_runs(scenario):
            runs.execute(run.pk)


def test_effects_are_told_against_today(version: TwinVersion, today: Scenario) -> None:
    option = plan(version, urn("B", 1))
    compute(today, option)
    (row,) = door.option_effects([option.pk])[option.pk]
    assert (row.today.central, row.then.central) == (pytest.approx(2.4), pytest.approx(2.3))
    assert (row.clear, row.run) == (True, option.runs.get().fingerprint)


def test_today_itself_has_no_clear_change(today: Scenario) -> None:
    compute(today)
    (row,) = door.option_effects([today.pk])[today.pk]
    assert (row.delta, row.clear, row.direction) == (Interval(0, 0, 0), False, "unclear")


def test_effects_of_an_unfinished_option_are_missing_not_wrong(
    version: TwinVersion, today: Scenario
) -> None:
    option = plan(version, urn("B", 1))
    compute(today)
    assert door.option_effects([option.pk]) == {option.pk: []}


def test_effects_of_many_options_take_two_queries(
    version: TwinVersion, today: Scenario, django_assert_num_queries: Any
) -> None:
    options = [plan(version, urn("B", n)) for n in range(3)]
    compute(today, *options)
    with django_assert_num_queries(2):
        found = door.option_effects([one.pk for one in (today, *options)])
    assert [len(rows) for rows in found.values()] == [1, 1, 1, 1]
    with django_assert_num_queries(1):
        assert door.option_effects([one.pk for one in (today, *options)]) == found


def test_run_states_say_what_was_not_asked_yet(today: Scenario) -> None:
    (state,) = door.run_states([today.pk])[today.pk]
    assert (state.title, state.status) == ("Street kilometres", "absent")


def test_sentences_of_many_options_take_one_query(
    version: TwinVersion, django_assert_num_queries: Any
) -> None:
    options = [plan(version, urn("B", n)).pk for n in range(2)]
    with override("en"), django_assert_num_queries(1):
        told = door.scenario_sentences(options)
    assert told[options[1]] == ["Rue B: closed to cars between Rue 2 and Rue 3"]


def test_only_the_newest_public_revision_is_offered(version: TwinVersion, today: Scenario) -> None:
    first = plan(version, urn("B", 1))
    draft = door.revise_scenario(actor=None, scenario=first)
    params = {"streets": [urn("C", 1)]}
    door.add_edit(actor=None, scenario=draft, kind="close_to_cars", params=params)
    second = door.publish_scenario(actor=None, scenario=draft)
    assert door.published_scenarios() == [today, second]


def test_a_place_is_in_the_city_or_not(version: TwinVersion) -> None:
    assert door.point_in_city(-1.55, 47.2)
    assert not door.point_in_city(2.35, 48.85)


@pytest.mark.parametrize(
    ("interval", "clear", "words"),
    [
        (Interval(1.8, 3.2, 5.1), True, "probably 2 to 5 min more"),
        (Interval(-5.1, -3.2, -1.8), True, "probably 2 to 5 min less"),
        (Interval(-3.1, -3.0, -2.9), True, "about 3 min less"),
        (Interval(-1, 1, 3), False, "no clear change"),
    ],
)
def test_a_difference_is_told_in_words(interval: Interval, clear: bool, words: str) -> None:
    with override("en"):
        assert difference_words(interval, "min", 0, clear=clear) == words
