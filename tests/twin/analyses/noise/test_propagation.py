"""Propagation by hand and in its laws: there and back, lifted, refined (CNOSSOS-EU 2.5)."""

from __future__ import annotations

from math import asin, hypot, log10, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from twin.analyses.noise.propagation import (
    absorption_db_per_km,
    add_retrodiffraction,
    lateral_path,
    reflection_db,
    vertical_path,
)
from twin.analyses.noise.propagation.diffraction import pure_db
from twin.analyses.noise.propagation.edges import arc, bend_of, hull, single_difference
from twin.analyses.noise.propagation.pace import (
    LENGTH_M,
    RECEIVER_Z,
    SOURCE_Z,
    microseconds_a_path,
    profile,
)
from twin.analyses.noise.propagation.plane import image_of, mean_plane

ALPHA = absorption_db_per_km(15.0, 70.0)
KHZ = 4
"""Place of the 1000 Hz band; its wavelength is 0.34 m."""
Line = list[tuple[float, float, float]]


def attenuation(line: Line, zs: float, zr: float, gs: float | None = None) -> NDArray[np.float64]:
    """Both conditions, (2, 8) dB, over a profile of (d, z, G)."""
    d, z, g = (np.array(column, dtype=float) for column in zip(*line, strict=True))
    out = np.zeros((2, 8))
    vertical_path(len(d), d, z, g, zs, zr, g[0] if gs is None else gs, ALPHA, out[0], out[1])
    return out


def wall(at: float, top: float, length: float, g: float) -> Line:
    """Flat ground with a thin wall."""
    return [(0, 0, g), (at, 0, 0), (at, top, 0), (at, 0, g), (length, 0, 0)]


def test_over_hard_flat_ground_the_ground_adds_three_decibels() -> None:
    # S 1 m, R 1 m, 50 m apart, G = 0: 20 lg 50 + 11 - 3 and the air, in homogeneous conditions.
    found = attenuation([(0, 0, 0), (50, 0, 0)], 1.0, 1.0)
    np.testing.assert_allclose(found[0], 20 * log10(50) + 11 - 3 + 0.05 * ALPHA)


def test_the_mean_plane_of_a_straight_slope_is_the_slope() -> None:
    d, z = np.array([0.0, 30.0, 100.0]), np.array([5.0, 8.0, 15.0])
    np.testing.assert_allclose(mean_plane(d, z, 0, 2), (0.1, 5.0))


def test_a_wall_s_sides_weigh_nothing_in_the_mean_plane() -> None:
    d = np.array([0.0, 40.0, 40.0, 40.0, 100.0])
    np.testing.assert_allclose(
        mean_plane(d, np.array([1.0, 1.0, 9.0, 1.0, 1.0]), 0, 4), (0, 1), atol=1e-12
    )


def test_a_point_is_mirrored_at_right_angles() -> None:
    # Plane z = d: the mirror image of (0, 2), sqrt(2) over it, is (2, 0).
    np.testing.assert_allclose(image_of(1.0, 0.0, 2.0, sqrt(2)), (2.0, 0.0))


def test_a_path_difference_by_the_right_triangle() -> None:
    # S (0, 1), edge (3, 5), R (6, 1): 5 + 5 - 6.
    assert single_difference(0.0, 1.0, 3.0, 5.0, 6.0, 1.0, 0.0) == pytest.approx(4.0)


def test_an_edge_below_the_line_of_sight_has_a_negative_difference() -> None:
    # The same triangle turned down: S (0, 5), edge (3, 1), R (6, 5).
    assert single_difference(0.0, 5.0, 3.0, 1.0, 6.0, 5.0, 0.0) == pytest.approx(-4.0)


def test_on_the_line_of_sight_an_edge_takes_4_8_decibels() -> None:
    assert pure_db(KHZ, 0.0, 0.0) == pytest.approx(10 * log10(3))


def test_pure_diffraction_by_hand() -> None:
    # δ = 0.34 m is one wavelength at 1000 Hz: 10 lg 43; over 10 m between two edges
    # C'' = (1 + 0.17²) / (1/3 + 0.17²).
    assert pure_db(KHZ, 0.34, 0.0) == pytest.approx(10 * log10(43))
    several = (1 + 0.17**2) / (1 / 3 + 0.17**2)
    assert pure_db(KHZ, 0.34, 10.0) == pytest.approx(10 * log10(3 + 40 * several))


def test_far_below_the_ray_an_edge_takes_nothing() -> None:
    assert pure_db(KHZ, -0.34 / 20 - 1e-6, 0.0) == 0.0


def test_a_ray_s_length_is_that_of_its_arc() -> None:
    for chord in (1.0, 125.0, 800.0):
        radius = max(1000.0, 8 * chord)
        exact = 2 * radius * asin(chord / (2 * radius))
        assert arc(chord, bend_of(chord)) == pytest.approx(exact, rel=1e-12)


def test_the_hull_takes_the_edges_a_tight_rope_touches() -> None:
    # Two roofs with a low one between: the rope touches the outer two.
    d = np.array([0, 10, 10, 12, 12, 20, 20, 22, 22, 30, 30, 32, 32, 42.0])
    z = np.array([0, 0, 8, 8, 0, 0, 3, 3, 0, 0, 8, 8, 0, 0.0])
    first, last, between = hull(len(d), d, z, 1.0, 1.0, 0.0)
    assert (d[first], d[last], between) == (10.0, 32.0, 22.0)


def test_a_free_ray_has_no_edges() -> None:
    d, z = np.array([0.0, 10.0, 10.0, 10.0, 20.0]), np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    assert hull(5, d, z, 4.0, 4.0, 0.0)[0] == -1


def test_over_a_low_wall_a_curved_ray_passes_freely() -> None:
    """Halfway along 200 m the favourable ray is 3 m over its chord: a wall of 5 m hides nothing."""
    d, z = np.array([0.0, 100.0, 100.0, 100.0, 200.0]), np.array([0.0, 0.0, 5.0, 0.0, 0.0])
    assert hull(5, d, z, 4.0, 4.0, 0.0)[0] == 2
    assert hull(5, d, z, 4.0, 4.0, bend_of(200.0))[0] == -1


def test_edges_take_no_more_than_25_decibels_over_the_ground() -> None:
    # A wall of 30 m over hard ground: both sides take part of their 3 dB back.
    found = attenuation(wall(20, 30, 40, 0.0), 0.5, 1.5)[0] - 0.001 * ALPHA * hypot(40, 1)
    boundary = found[-1] - 20 * log10(hypot(40, 1)) - 11
    assert 19.0 <= boundary <= 25.0


def test_a_wall_that_absorbs_half_takes_three_decibels() -> None:
    out = np.zeros(8)
    reflection_db(np.full(8, 0.5), out)
    np.testing.assert_allclose(out, 10 * log10(2))


def test_a_wall_that_absorbs_all_still_gives_a_number() -> None:
    out = np.zeros(8)
    reflection_db(np.ones(8), out)
    assert np.isfinite(out).all()


def test_a_reflection_at_the_very_edge_loses_4_8_decibels_and_none_far_below_it() -> None:
    def loss(top: float, bend: float) -> NDArray[np.float64]:
        out = np.zeros(8)
        add_retrodiffraction((0.0, 2.0), (50.0, top), (100.0, 2.0), bend, out)
        return out

    np.testing.assert_allclose(loss(2.0, 0.0), 10 * log10(3))
    assert (loss(2.0, bend_of(100.0)) > loss(2.0, 0.0)).all()
    assert (loss(30.0, 0.0) == 0).all()
    assert (loss(30.0, bend_of(100.0)) == 0).all()


def test_around_a_corner_divergence_goes_by_the_direct_distance() -> None:
    d, z, g = np.array([0.0, 70.0]), np.zeros(2), np.zeros(2)
    out = np.zeros(8)
    lateral_path(2, d, z, g, 2.0, 2.0, 0.0, 50.0, 70.0, 0.0, ALPHA, False, out)
    edge = [pure_db(band, 20.0, 0.0) for band in range(8)]
    np.testing.assert_allclose(out, 20 * log10(50) + 11 - 3 + 0.07 * ALPHA + edge)


HEIGHTS = st.floats(0.05, 30)
FACTORS = st.sampled_from([0.0, 0.3, 0.5, 1.0])
SPOTS = st.floats(0.05, 0.95)


@st.composite
def profiles(draw: st.DrawFn, ground: float | None = None) -> Line:
    """Ground that rises and falls, with walls and, where its factor is not given, houses on it."""
    length = draw(st.floats(3, 900))
    spots = sorted(draw(st.lists(SPOTS, max_size=6, unique_by=lambda x: round(x, 2))))
    line: Line = [(0.0, draw(st.floats(-5, 5)), draw(FACTORS) if ground is None else ground)]
    for spot in spots:
        d, z = spot * length, line[-1][1] + draw(st.floats(-3, 3))
        g = draw(FACTORS) if ground is None else ground
        kinds = ["ground", "wall", "house"] if ground is None else ["ground", "wall"]
        kind = draw(st.sampled_from(kinds))
        top = z + draw(HEIGHTS)
        if kind == "ground":
            line.append((d, z, g))
        elif kind == "wall":
            line += [(d, z, 0.0), (d, top, 0.0), (d, z, g)]
        else:
            end = d + 0.01 * length
            line += [(d, z, 0.0), (d, top, 0.0), (end, top, 0.0), (end, z, g)]
    line.append((length, line[-1][1] + draw(st.floats(-3, 3)), 0.0))
    return line


def ends(line: Line, zs: float, zr: float) -> tuple[float, float]:
    return line[0][1] + zs, line[-1][1] + zr


@given(line=profiles(), zs=HEIGHTS, zr=HEIGHTS)
def test_every_profile_has_a_level_in_every_band(line: Line, zs: float, zr: float) -> None:
    found = attenuation(line, *ends(line, zs, zr))
    assert np.isfinite(found).all()


@given(line=profiles(), zs=HEIGHTS, zr=HEIGHTS, lift=st.floats(-400, 4000))
def test_altitudes_count_only_against_each_other(
    line: Line, zs: float, zr: float, lift: float
) -> None:
    low, high = ends(line, zs, zr)
    lifted = [(d, z + lift, g) for d, z, g in line]
    np.testing.assert_allclose(
        attenuation(lifted, low + lift, high + lift), attenuation(line, low, high), atol=1e-4
    )


@given(line=profiles(), zs=HEIGHTS, zr=HEIGHTS, share=st.floats(0.1, 0.9))
def test_a_point_that_says_nothing_new_changes_nothing(
    line: Line, zs: float, zr: float, share: float
) -> None:
    (d0, z0, g0), (d1, z1, _) = line[0], line[1]
    more = [line[0], (d0 + share * (d1 - d0), z0 + share * (z1 - z0), g0), *line[1:]]
    low, high = ends(line, zs, zr)
    np.testing.assert_allclose(
        attenuation(more, low, high), attenuation(line, low, high), atol=1e-4
    )


@given(line=profiles(ground=0.5), zs=HEIGHTS, zr=HEIGHTS)
def test_there_and_back_sound_loses_the_same_over_even_ground(
    line: Line, zs: float, zr: float
) -> None:
    low, high = ends(line, zs, zr)
    factors = [g for _, _, g in line[:-1]]
    length = line[-1][0]
    back = [
        (length - d, z, g)
        for (d, z, _), g in zip(reversed(line), [*reversed(factors), 0.0], strict=True)
    ]
    np.testing.assert_allclose(
        attenuation(back, high, low, gs=0.5), attenuation(line, low, high, gs=0.5), atol=1e-4
    )


@given(at=st.floats(5, 95), top=st.floats(6, 14), more=st.floats(0, 20), zr=st.floats(0.5, 4))
def test_a_higher_wall_shields_more(at: float, top: float, more: float, zr: float) -> None:
    """Diffraction alone: with soft ground a higher wall can spoil a dip the ground made."""
    deltas = [
        single_difference(0.0, 0.05, at, height, 100.0, zr, 0.0) for height in (top, top + more)
    ]
    assert deltas[0] <= deltas[1]
    pure = [[pure_db(band, delta, 0.0) for band in range(8)] for delta in deltas]
    assert (np.diff(pure, axis=0) >= 0).all()


def test_the_pace_is_measured_for_a_free_path_and_for_houses_in_the_way() -> None:
    pace = microseconds_a_path(repeats=5)
    assert list(pace) == ["0", "1", "5"]
    assert all(0 <= microseconds < 1e6 for microseconds in pace.values())


def test_the_pace_is_that_of_houses_that_hide_the_source() -> None:
    for houses in (1, 5):
        d, z, _ = profile(houses)
        assert hull(len(d), d, z, SOURCE_Z, RECEIVER_Z, bend_of(LENGTH_M))[0] > 0
