"""What the map paints as better or worse is what paired draws agree on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from twin.cartography import MAP_LAYERS, MapLayer, Values, differences

AT_NIGHT = replace(
    MAP_LAYERS["volume"], column="lnight", low="low_lnight", high="high_lnight",
    small=1.0, large=5.0,
)  # fmt: skip


@dataclass(frozen=True)
class Drawn(Values):
    """A result that holds its draws itself."""

    drawn: NDArray[np.float32] | None = None

    def draws(self, column: str) -> NDArray[np.float32] | None:
        """The draws given."""
        return self.drawn


def result(
    level: float, low: float, high: float, drawn: list[float] | None, fids: tuple[int, ...] = (3,)
) -> Drawn:
    """A facade's level with its bounds and draws, dB."""
    columns = {"lnight": level, "low_lnight": low, "high_lnight": high}
    return Drawn(
        kind="building",
        units=dict.fromkeys(columns, "dB"),
        fids=np.array(fids, np.int32),
        columns={name: np.full(len(fids), value, np.float32) for name, value in columns.items()},
        drawn=None if drawn is None else np.tile(np.array(drawn, np.float32), (len(fids), 1)),
    )


def shown(then: Values, today: Values, layer: MapLayer = AT_NIGHT) -> tuple[float, float, int]:
    found = differences(layer, today, then)
    return float(found.low[0]), float(found.high[0]), int(found.strength[0])


def test_bounds_are_those_of_paired_draws() -> None:
    today = result(60, 57, 63, [57, 60, 63])
    then = result(58, 55, 61, [55, 58, 61])
    assert shown(then, today) == (-2.0, -2.0, -1)


def test_without_draws_bounds_are_low_against_low() -> None:
    today, then = result(60, 57, 63, None), result(57, 53, 61, None)
    assert shown(then, today) == (-4.0, -2.0, -1)


@pytest.mark.parametrize(
    ("level", "drawn", "strength"),
    [
        (59.5, [56.5, 59.5, 62.5], 0),  # under one decibel
        (57.0, [54.0, 57.0, 60.0], -1),
        (54.0, [51.0, 54.0, 57.0], -2),  # from `large` on
        (63.0, [60.0, 63.0, 66.0], 1),
        (57.0, [54.0, 57.0, 66.0], 0),  # one world of three is louder
    ],
)
def test_colour_follows_size_and_agreement(level: float, drawn: list[float], strength: int) -> None:
    today = result(60, 57, 63, [57, 60, 63])
    assert shown(result(level, 50, 70, drawn), today)[2] == strength


def test_a_house_that_today_has_not_is_left_out() -> None:
    today = result(60, 57, 63, [57, 60, 63], fids=(3, 4))
    then = result(50, 47, 53, [47, 50, 53], fids=(4, 9))
    assert differences(AT_NIGHT, today, then).fids.tolist() == [4]
