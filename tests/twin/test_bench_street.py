"""The street bench's own arithmetic: cities of other sizes, exponents, what it is asked."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tests.twin.small_city import small_city
from twin.bench.street.asking import PARTS, parse
from twin.bench.street.growth import exponents
from twin.bench.street.plans import WHAT_IFS, close_a_street
from twin.bench.street.sizes import cut, sized
from twin.bench.street.what_if import percentiles
from twin.overlay import apply

CITY = small_city()


def ends(city: object) -> set[tuple[float, ...]]:
    lines = city.tables["street"].geometry  # type: ignore[attr-defined]
    first, last = shapely.get_point(lines, 0), shapely.get_point(lines, -1)
    return {tuple(xy) for xy in shapely.get_coordinates(np.concatenate([first, last]))}


def test_a_quarter_of_the_city_has_half_its_width() -> None:
    west, south, east, north = shapely.total_bounds(cut(CITY, 0.25).tables["street"].geometry)
    assert (east - west, north - south) == pytest.approx((150.0, 150.0))


def test_a_cut_street_is_as_long_as_what_is_left() -> None:
    street = cut(CITY, 0.25).tables["street"]
    assert street.columns["length_m"] == pytest.approx(shapely.length(street.geometry))


@pytest.mark.parametrize(("size", "streets"), [(1.0, 24), (2.0, 48), (4.0, 96)])
def test_a_mirrored_city_has_every_street_again(size: float, streets: int) -> None:
    table = sized(CITY, size).tables["street"]
    assert (len(table), len(set(table.urn))) == (streets, streets)


def test_mirrored_streets_meet_at_the_seam() -> None:
    # 4 by 4 crossings beside their image share one column: 7 by 4.
    assert len(ends(sized(CITY, 2.0))) == 28


def test_a_cost_that_grows_with_the_square_has_exponent_two() -> None:
    lines = [
        {
            "buildings": n,
            "cpu_seconds": {"prepare": 1e-3 * n**2},
            "operators_mb": float(n),
            "peak_mb": 100.0 + n,
            "base_mb": 100.0,
        }
        for n in (100, 200, 400)
    ]
    found = exponents(lines)
    assert (found["time"]["prepare"], found["operators"], found["memory_above_base"]) == (2, 1, 1)


def test_percentiles_are_those_of_numpy() -> None:
    assert percentiles([1.0, 2.0, 3.0]) == {"p50_s": 2.0, "p95_s": 2.9, "asked": 3}


def test_parts_can_be_chosen_and_unknown_ones_are_refused() -> None:
    assert parse(["--only", "growth,chain"]).parts == ("chain", "growth")
    assert parse([]).parts == tuple(PARTS)
    with pytest.raises(SystemExit):
        parse(["--only", "nothing"])


def test_a_drawn_plan_can_be_made_and_is_the_same_for_the_same_seed() -> None:
    from twin.analyses.contract import Layer, Outcome

    rows = np.arange(24, dtype=np.int32)
    layer = Layer("streets", "street", rows, {"volume_veh_h": rows.astype("f4")}, {})
    traffic = Outcome([layer], [])
    assert close_a_street(CITY, traffic, 1) == close_a_street(CITY, traffic, 1)
    for draw in WHAT_IFS.values():
        _after, conflicts = apply(CITY, [draw(CITY, traffic, 3)])
        assert conflicts == ()
