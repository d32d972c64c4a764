"""Every printed step on the way to a level: mean planes, ground, diffraction (ISO/TR 17534-4)."""

from __future__ import annotations

from math import hypot

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.twin.analyses.noise.expected_diffraction import AROUND, OVER
from tests.twin.analyses.noise.expected_ground import GROUND, PLANES
from tests.twin.analyses.noise.profiles import PROFILES, Profile
from twin.analyses.noise.propagation.bands import BANDS
from twin.analyses.noise.propagation.diffraction import beside, pure_loss
from twin.analyses.noise.propagation.edges import bend_of, difference, grazed_edge, hull
from twin.analyses.noise.propagation.ground import ground_db, ground_gain
from twin.analyses.noise.propagation.plane import (
    corrected_ground_factor,
    distance_along,
    ground_factor,
    height_over,
    mean_plane,
)
from twin.analyses.noise.propagation.vertical import (
    LEAST_DELTA_M,
    receiver_side,
    source_side,
    straight_ground,
)

Values = NDArray[np.float64]


def _edges(p: Profile, bend: float) -> tuple[int, int, float]:
    first, last, between = hull(len(p.d), p.d, p.z, p.zs, p.zr, bend)
    if first < 0:
        first, _ = grazed_edge(len(p.d), p.d, p.z, p.zs, p.zr, bend, LEAST_DELTA_M)
        last = first
    return first, last, between


def plane(case: str, path: str, stretch: str) -> Values:
    """The plane of a stretch, as the report lists it (see expected_ground)."""
    p = PROFILES[case, path, "H"]
    start, end = 0, len(p.d) - 1
    low, high = p.zs, p.zr
    if stretch != "SR":
        first, last, _ = _edges(p, 0.0)
        start, end = (0, first) if stretch == "SO" else (last, end)
        low, high = (p.zs, p.z[first]) if stretch == "SO" else (p.z[last], p.zr)
    a, b = mean_plane(p.d, p.z, start, end)
    # An end below the plane has height 0 in the method; the report prints how far off it is.
    heights = height_over(a, b, p.d[start], low), height_over(a, b, p.d[end], high)
    ends = zip((p.d[start], p.d[end]), (low, high), strict=True)
    off = [abs(z - a * d - b) / hypot(1.0, a) for d, z in ends]
    along = distance_along(a, p.d[end] - p.d[start], high - low)
    factor = ground_factor(p.d, p.g, start, end)
    corrected = corrected_ground_factor(factor, p.gs, along, sum(heights))
    return np.array([a, b, *off, along, factor, corrected])


def steps(case: str, path: str, condition: str) -> dict[str, Values]:
    """The terms of the diffraction formula, named as in expected_diffraction."""
    p = PROFILES[case, path, condition]
    n, end = len(p.d), p.d[-1]
    curved = condition == "F"
    bend = bend_of(hypot(end, p.zr - p.zs)) if curved else 0.0
    first, last, between = _edges(p, bend)
    before, sd, sz = source_side(p.d, p.z, p.g, p.zs, p.gs, first, curved)
    behind, rd, rz = receiver_side(n, p.d, p.z, p.g, p.zr, last, curved)
    over = p.d[first], p.z[first], p.d[last], p.z[last], between
    deltas = {
        "dif_SR": difference(0.0, p.zs, *over, end, p.zr, bend),
        "dif_S'R": difference(sd, sz, *over, end, p.zr, bend),
        "dif_SR'": difference(0.0, p.zs, *over, rd, rz, bend),
    }
    loss = {
        name: [pure_loss(band, delta, between) for band in range(BANDS)]
        for name, delta in deltas.items()
    }
    found = {name: 10.0 * np.log10(values) for name, values in loss.items()}
    for name, stretch, image in (("SO", before, "dif_S'R"), ("OR", behind, "dif_SR'")):
        gain = [ground_gain(band, stretch) for band in range(BANDS)]
        found["ground_" + name] = -10.0 * np.log10(gain)
        found["delta_" + name] = -20.0 * np.log10(
            [beside(*terms) for terms in zip(gain, loss[image], loss["dif_SR"], strict=True)]
        )
    found["all"] = np.minimum(found["dif_SR"], 25.0) + found["delta_SO"] + found["delta_OR"]
    return found


@pytest.mark.parametrize("key", PLANES, ids=" ".join)
def test_mean_planes_are_the_printed_ones(key: tuple[str, str, str]) -> None:
    printed = PLANES[key]
    known = ~np.isnan(printed)
    # Two digits are printed, of coordinates that were themselves rounded.
    np.testing.assert_allclose(plane(*key)[known], printed[known], atol=0.05)


@pytest.mark.parametrize("key", GROUND, ids=" ".join)
def test_ground_attenuation_is_the_printed_one(key: tuple[str, str, str]) -> None:
    p, printed = PROFILES[key], GROUND[key]
    stretch = straight_ground(len(p.d), p.d, p.z, p.g, p.zs, p.zr, p.gs, key[2] == "F")
    found = np.array([ground_db(band, stretch) for band in range(BANDS)])
    known = ~np.isnan(printed)
    np.testing.assert_allclose(found[known], printed[known], atol=0.03)


@pytest.mark.parametrize("key", OVER, ids=" ".join)
def test_each_term_of_diffraction_is_the_printed_one(key: tuple[str, str, str]) -> None:
    found = steps(*key)
    for quantity, printed in OVER[key].items():
        known = ~np.isnan(printed)
        np.testing.assert_allclose(
            found[quantity][known], printed[known], atol=0.05, err_msg=quantity
        )


@pytest.mark.parametrize("key", AROUND, ids=" ".join)
def test_lateral_diffraction_is_the_printed_one(key: tuple[str, str, str]) -> None:
    direct, along, between = PROFILES[key].lengths
    found = 10.0 * np.log10([pure_loss(band, along - direct, between) for band in range(BANDS)])
    np.testing.assert_allclose(found, AROUND[key], atol=0.1)
