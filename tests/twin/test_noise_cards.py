"""What a house's card says of noise and air, and the page of a plan while models are at work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from tests.twin.answered import fids
from tests.twin.heard import answer_noise, answered, chain, heard
from twin.cartography import MAP_LAYERS, Values, differences, find_place, words
from twin.models import AnalysisRun, Scenario, TwinVersion
from twin.runs import default_fingerprints

__all__ = ["answered", "chain", "heard"]
NOISE = MAP_LAYERS["noise"]


@pytest.fixture
def house(city: TwinVersion) -> str:
    return f"/twin/card/building/{int(fids(city, 'building')[0])}/"


def test_card_says_noise_by_time_of_day_on_both_sides(
    client: Client, house: str, heard: Sequence[Scenario]
) -> None:
    place = client.get(house).context["place"]
    noise = next(effect for effect in place.effects if effect.layer.key == "noise")
    assert [(row.label, row.today, list(row.then)) for row in noise.also] == [
        ("By day, street side", "62", ["58"]),
        ("In the evening, street side", "61", ["57"]),
        ("At night, street side", "56", ["52"]),
        ("Day and night, quiet side", "49", ["45"]),
    ]


def test_card_says_what_a_level_sounds_like(
    client: Client, house: str, heard: Sequence[Scenario]
) -> None:
    text = client.get(house).content.decode()
    assert "64 dB" in text
    assert "one raises one’s voice to talk" in text


def test_card_says_how_a_difference_is_noticed(
    client: Client, house: str, heard: Sequence[Scenario]
) -> None:
    text = client.get(house).content.decode()
    assert "quieter: clearly noticeable" in text
    assert "about 3 µg/m³ less" in text


def test_card_measures_air_by_its_limits(
    client: Client, house: str, heard: Sequence[Scenario]
) -> None:
    assert "over the EU limit from 2030 on" in client.get(house).content.decode()


def test_bounds_of_a_difference_are_those_of_paired_draws(
    client: Client, city: TwinVersion, heard: Sequence[Scenario]
) -> None:
    closed = heard[1]
    print_ = default_fingerprints(closed.digest)["noise"]
    AnalysisRun.objects.filter(fingerprint=print_).delete()
    # Draw i of both runs is the same world: -4.5 to -3.5 against -0.5 to 0.5 is -4 in each.
    answer_noise(closed, -4.0)
    fid = int(fids(city, "building")[0])
    place = find_place(version=city, kind="building", fid=fid, scenarios=list(heard))
    noise = next(effect for effect in place.effects if effect.layer.key == "noise")
    assert (noise.options[0].low, noise.options[0].high) == (-4.0, -4.0)


def test_option_that_changes_nothing_is_named_in_one_line(
    client: Client, city: TwinVersion, house: str, heard: Sequence[Scenario]
) -> None:
    closed = heard[1]
    AnalysisRun.objects.filter(fingerprint=default_fingerprints(closed.digest)["noise"]).delete()
    answer_noise(closed, -0.4)
    place = client.get(house).context["place"]
    noise = next(effect for effect in place.effects if effect.layer.key == "noise")
    assert noise.clear == []
    assert [option.name for option in noise.same] == ["Car-free"]


@pytest.mark.parametrize(
    ("change_db", "noticed"),
    [
        (-0.8, "just noticeable"),
        (2.4, "just noticeable"),
        (-2.7, "clearly noticeable"),
        (5.0, "a great difference"),
        (-11.0, "half as loud or less"),
        (11.0, "twice as loud or more"),
    ],
)
def test_decibels_are_said_as_they_are_heard(change_db: float, noticed: str) -> None:
    assert words.felt(NOISE, change_db) == noticed


def test_noise_below_that_of_a_quiet_yard_is_not_told_apart() -> None:
    assert words.amount(NOISE, 20.0) == "under 35 dB"
    assert words.interval(NOISE, 18.0, 36.0) == "35 to 36"
    assert words.interval(NOISE, 18.0, 20.0) == ""


def noise_of(*levels: float) -> Values:
    columns = {"lden": np.array(levels, dtype=np.float32)}
    return Values("building", {"lden": "dB"}, np.arange(len(levels), dtype=np.int32), columns)


def test_difference_is_counted_down_to_that_of_a_quiet_yard() -> None:
    found = differences(NOISE, noise_of(69, 69, 34, np.nan), noise_of(29, 66, 20, 60))
    assert found.central[:3].tolist() == [-34, -3, 0]
    assert found.strength.tolist() == [-2, -2, 0, 0]


def test_minutes_are_not_said_to_be_heard() -> None:
    assert words.felt(MAP_LAYERS["walk-daily"], 9.0) == ""


def plan_url(plan: Scenario) -> str:
    return f"/twin/scenarios/{plan.series}/{plan.revision}/"


def test_plan_whose_models_are_at_work_is_asked_for_again(
    client: Client, heard: Sequence[Scenario]
) -> None:
    closed = heard[1]
    running = AnalysisRun.objects.filter(scenario=closed, analysis="noise")
    running.update(status="running", progress=0.4, heartbeat_at=timezone.now())
    text = client.get(plan_url(closed)).content.decode()
    assert f'data-live="{plan_url(closed)}?part=effects"' in text
    assert "js/live" in text
    assert 'value="40"' in text
    part = client.get(plan_url(closed), {"part": "effects"})
    assert part.content.decode().lstrip().startswith("<section")
    assert part["Cache-Control"] == "no-store"
    running.update(status="done", progress=1, finished_at=timezone.now())
    assert "data-live=" not in client.get(plan_url(closed), {"part": "effects"}).content.decode()


def test_run_says_what_it_builds_on(client: Client, heard: Sequence[Scenario]) -> None:
    today = heard[0]
    prints = default_fingerprints(today.digest)
    AnalysisRun.objects.filter(fingerprint=prints["noise"]).update(upstream=[prints["traffic"]])
    shown = client.get(f"/runs/{prints['noise']}/").context["chain"]
    assert [(link.run, link.words) for link in shown] == [(prints["traffic"], "done")]
