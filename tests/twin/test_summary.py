"""A plan in one sentence: what is clear, who bears it, what is missing; worked by hand."""

from __future__ import annotations

from itertools import chain

import pytest

from twin.analyses.catalogue import indicator_text
from twin.comparison import Interval
from twin.effects import PAIRED, EffectRow, summary
from twin.effects.claims import LIMITS, TRIPS, Shift, Touched, claims
from twin.effects.summary import ABOVE

LOWER = {"homes_less_traffic": "higher", "people_quieter": "higher", "people_cleaner_air": "higher"}
MODELS = ("traffic", "noise")


def row(
    code: str,
    by: tuple[float, float, float],
    *,
    today: float = 0.0,
    better: str = "lower",
    area: str = "",
    analysis: str = "traffic",
) -> EffectRow:
    """An effect that changes by low, central, high; clear when the range leaves 0 out."""
    low, central, high = by
    better = LOWER.get(code, better)
    clear = low > 0 or high < 0
    falls = "better" if better == "lower" else "worse"
    rises = "worse" if better == "lower" else "better"
    direction = "unclear" if not clear or better == "neither" else falls if central < 0 else rises
    return EffectRow(
        code=code,
        label=f"The {code}",
        sentence="",
        unit="",
        better=better,
        decimals=0,
        area=area,
        group="",
        analysis=analysis,
        run="f" * 64,
        today=Interval(today, today, today),
        then=Interval(today + low, today + central, today + high),
        delta=Interval(low, central, high),
        clear=clear,
        direction=direction,
        words="probably more",
    )


def noise(gain: tuple[float, float, float], loss: tuple[float, float, float]) -> list[EffectRow]:
    return [row("people_quieter", gain), row("people_louder", loss)]


NOBODY = (0.0, 0.0, 0.0)
EXAMPLE = [
    *noise((1800, 1900, 2000), (650, 700, 750)),
    row("people_who_lden", (-45, -40, -35), today=900),
    row("trip_minutes", (0.15, 0.2, 0.25), today=11.0),
]


def told(*rows: EffectRow) -> str:
    """The summary where every model has given something."""
    last = row("nothing", NOBODY, analysis="noise")
    return summary([*rows, row("nothing", NOBODY), last], models=MODELS)


def test_plan_reads_as_one_sentence() -> None:
    assert told(*EXAMPLE) == (
        "Quieter for about 1,900 people, louder for about 700; about 40 fewer people above the WHO "
        "guide value for noise; the average car trip takes about 12 seconds longer."
    )


def test_claims_are_figures_without_words() -> None:
    assert claims(EXAMPLE) == [
        Touched("people_quieter", Interval(1800, 1900, 2000), Interval(650, 700, 750)),
        Shift("people_who_lden", Interval(-45, -40, -35)),
        Shift("trip_minutes", Interval(0.15, 0.2, 0.25)),
    ]


def test_what_is_not_larger_than_its_uncertainty_is_not_claimed() -> None:
    unsure = [
        *noise((0, 80, 300), (0, 20, 90)),
        row("people_who_lden", (-60, -40, 1), today=900),
        row("trip_minutes", (-0.1, 0.2, 0.5), today=11.0),
    ]
    assert claims(unsure) == []
    assert told(*unsure) == "Nothing changes by more than the models are unsure of."


def test_district_does_not_speak_for_the_city() -> None:
    assert claims([row("trip_minutes", (1, 2, 3), area="Quai")]) == []


@pytest.mark.parametrize(
    ("gain", "loss", "words"),
    [
        ((90, 100, 110), NOBODY, "Quieter for about 100 people, louder for nobody."),
        ((90, 100, 110), (0, 0, 42), "Quieter for about 100 people, louder for up to 42."),
        (NOBODY, (90, 100, 110), "Quieter for nobody, louder for about 100."),
        ((0, 3, 42), (90, 100, 110), "Quieter for up to 42 people, louder for about 100."),
        ((1, 1, 1), (1, 1, 1), "Quieter for about 1 person, louder for about 1."),
        ((0, 0, 1), (5, 5, 5), "Quieter for up to 1 person, louder for about 5."),
    ],
)
def test_those_who_bear_stand_beside_those_who_gain(
    gain: tuple[float, float, float], loss: tuple[float, float, float], words: str
) -> None:
    assert told(*noise(gain, loss)) == words


def test_wide_range_is_said_with_both_ends() -> None:
    wide = noise((1064, 1619, 2799), (5148, 7168, 9989))
    assert told(*wide) == "Quieter for 1,060 to 2,800 people, louder for about 7,170."


def test_traffic_at_the_door_is_told_where_noise_and_air_are_not_clear() -> None:
    doors = [row("homes_less_traffic", (1, 1, 1)), row("homes_more_traffic", (30, 40, 50))]
    assert told(*doors) == "Fewer cars at about 1 home, more at about 40."
    assert "home" not in told(*doors, *noise((90, 100, 110), NOBODY))


def test_of_the_limits_the_one_that_changes_most_is_said() -> None:
    limits = [row("people_who_lden", (-9, -8, -7)), row("people_no2_who", (-1, -1, -1))]
    assert told(*limits) == "About 8 fewer people above the WHO guide value for noise."
    assert told(limits[1]) == "About 1 fewer person above the WHO guide value for NO2."


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ((0.35, 0.36, 0.4), "about 20 seconds longer"),
        ((0.01, 0.017, 0.019), "about 1 second longer"),
        ((-0.25, -0.2, -0.15), "about 12 seconds less"),
        ((0.9, 1.5, 1.7), "about 1.5 minutes longer"),
        ((3.7, 6.5, 13.8), "4 to 14 minutes longer"),
    ],
)
def test_car_trips_are_told_in_seconds_or_minutes(
    minutes: tuple[float, float, float], words: str
) -> None:
    assert told(row("trip_minutes", minutes)) == f"The average car trip takes {words}."


def test_clear_harm_under_another_name_is_said_beside_the_good() -> None:
    good = row("people_limit_lden", (-120, -110, -100), today=5000)
    bad = [row("nox_kg_day", (0.4, 0.5, 0.6), today=125), row("co2_kg_day", (1, 2, 3), today=9999)]
    assert told(good, *bad) == (
        "About 110 fewer people above the legal limit for noise. The nox_kg_day: probably more."
    )


def test_good_under_another_name_is_not_needed_where_some_gain() -> None:
    both = noise((90, 100, 110), (90, 100, 110))
    assert len(claims([*both, row("nox_kg_day", (-3, -2, -1), today=125)])) == 1


def test_figure_that_is_neither_better_nor_worse_is_said_when_it_is_all_there_is() -> None:
    speed = row("mean_speed_kmh", (-3, -2, -1), today=12, better="neither")
    assert told(speed) == "The mean_speed_kmh: probably more."


def test_nothing_computed_is_said_as_that() -> None:
    assert summary([], models=MODELS) == "What this would change is not computed yet."


def test_models_that_gave_nothing_yet_are_named() -> None:
    trips = row("trip_minutes", (0.15, 0.2, 0.25))
    assert summary([trips], models=MODELS) == (
        "The average car trip takes about 12 seconds longer. Not computed so far: Road noise."
    )
    assert summary([row("trip_minutes", NOBODY)], models=MODELS) == (
        "So far nothing changes by more than the models are unsure of. "
        "Not computed so far: Road noise."
    )


def test_every_limit_and_pair_that_is_told_is_a_figure_there_is() -> None:
    assert all(map(indicator_text, chain(LIMITS, PAIRED, [TRIPS])))
    assert set(LIMITS) == ABOVE.keys()
