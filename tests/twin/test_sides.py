"""Who gains and who bears: never one without the other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from participation.faces import effects
from twin.comparison import Interval
from twin.effects import EffectRow, sides_of, sides_table

ZERO = Interval(0, 0, 0)


def row(code: str, count: float, *, area: str = "", group: str = "", better: str = "") -> EffectRow:
    """A count of people in an option, unsure by a tenth; today it is nobody."""
    value = Interval(0.9 * count, count, 1.1 * count)
    return EffectRow(
        code=code,
        label=code,
        sentence="",
        unit="people",
        better=better or ("lower" if "louder" in code or "worse" in code else "higher"),
        decimals=0,
        area=area,
        group=group,
        analysis="exposure",
        run="f" * 64,
        today=ZERO,
        then=value,
        delta=value,
        clear=count > 0,
        direction="better" if count else "unclear",
        words="",
    )


def noise(quieter: float, louder: float, area: str = "", group: str = "") -> list[EffectRow]:
    return [
        row("people_quieter", quieter, area=area, group=group),
        row("people_louder", louder, area=area, group=group),
    ]


def test_both_counts_stand_in_one_sentence() -> None:
    (one,) = sides_of(noise(1234, 312))
    assert one.words == "quieter for 1,230 people, louder for 310"


def test_gain_without_its_loss_is_not_shown() -> None:
    assert sides_of(noise(1200, 300)[:1]) == []


def test_nobody_touched_is_said_plainly() -> None:
    (one,) = sides_of(noise(0, 0))
    assert one.words == "clearly quieter or louder for nobody"
    assert one.direction == "unclear"


@pytest.mark.parametrize(
    ("quieter", "louder", "direction"),
    [(900, 0, "better"), (0, 900, "worse"), (900, 1, "unclear"), (1, 900, "unclear")],
)
def test_option_that_some_bear_is_not_simply_better(
    quieter: float, louder: float, direction: str
) -> None:
    (one,) = sides_of(noise(quieter, louder))
    assert one.direction == direction


def test_whole_city_comes_first_then_where_most_are_touched() -> None:
    rows = [*noise(5, 5, "Ville"), *noise(80, 40, "Quai"), *noise(85, 45), *noise(9, 0, "", "")[:0]]
    assert [one.where for one in sides_of(rows)] == ["", "Quai", "Ville"]


def test_group_is_called_by_its_name() -> None:
    (one,) = sides_of(noise(5, 5, group="over_65"))
    assert one.where == "people over 65"


def test_table_has_a_cell_for_every_option() -> None:
    (line,) = sides_table({1: noise(90, 10), 2: [], 3: noise(0, 70)})
    assert line.where == "everyone"
    assert [cell and cell.touched for cell in line.cells] == [100, None, 70]


def test_table_leaves_out_districts_that_nothing_touches() -> None:
    lines = sides_table({1: [*noise(90, 10), *noise(0, 0, "Quiet end")]})
    assert [line.where for line in lines] == ["everyone"]


def shown(
    monkeypatch: pytest.MonkeyPatch, found: Mapping[int, list[EffectRow]]
) -> dict[int, list[effects.EffectWords]]:
    # The rows of the twin, without its models: only the choice is looked at here.
    monkeypatch.setattr(effects, "option_effects", lambda _ids: found)
    return effects.three_that_differ(effects.effects_by_option(list(found)))


def test_pair_counts_as_one_of_the_three_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [row(f"figure{number}", number) for number in (1, 2, 3)]
    (three,) = shown(monkeypatch, {1: [*noise(90, 10), *others]}).values()
    assert three[0].row.code == "people_quieter"
    assert len(three) == 3
    assert three[0].sides is not None


def test_not_only_counts_of_people_are_seen_first(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [
        *noise(90, 10),
        row("people_cleaner_air", 50),
        row("people_worse_air", 5),
        row("homes_less_traffic", 40),
        row("homes_more_traffic", 4),
    ]
    (three,) = shown(monkeypatch, {1: [*pairs, row("trip_minutes", 1, better="lower")]}).values()
    assert [words.row.code for words in three] == [
        "people_quieter",
        "people_cleaner_air",
        "trip_minutes",
    ]


def test_bars_of_a_pair_share_one_scale_among_options(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shown(monkeypatch, {1: noise(100, 10), 2: noise(5, 200)})
    spans = {round(words.span, 6) for options in found.values() for words in options}
    assert spans == {220.0}
