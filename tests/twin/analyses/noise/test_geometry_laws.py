"""Laws that hold for the cuts of every scene, tried on drawn scenes; brute force by shapely."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from twin.analyses.noise.geometry import (
    LEFT,
    RECEIVER_COVERED,
    RIGHT,
    ROUTE_BLOCKED,
    SOURCE_COVERED,
    Scene,
    build_scene,
    lateral_cut,
    profile_arrays,
    vertical_cut,
    workspace,
)

FAR = 150.0
place = st.floats(0.0, FAR).map(lambda v: round(v, 2))
size = st.floats(2.0, 40.0).map(lambda v: round(v, 2))
turn = st.floats(0.0, 180.0).map(lambda v: round(v, 1))


@st.composite
def houses(draw: st.DrawFn) -> list[tuple[Any, float]]:
    """Up to twelve turned boxes, here and there overlapping, with their roofs."""
    found = []
    for _ in range(draw(st.integers(0, 12))):
        x, y, wide, deep = draw(place), draw(place), draw(size), draw(size)
        box = shapely.affinity.rotate(shapely.box(x, y, x + wide, y + deep), draw(turn))
        found.append((box, draw(st.floats(0.5, 20.0).map(lambda v: round(v, 1)))))
    return found


def scene_of(drawn: list[tuple[Any, float]], **more: Any) -> Scene:
    return build_scene(
        buildings=[house for house, _ in drawn], top_m=[top for _, top in drawn], **more
    )


def cut(scene: Scene, ends: tuple[float, ...], gs: float = 0.0) -> tuple[np.ndarray, int]:
    """Profile points of shape (n, 3) and flags, from 0.5 m to 4 m above flat ground."""
    lines = profile_arrays()
    xs, ys, xr, yr = ends
    n, flags = vertical_cut(
        scene, workspace(), xs, ys, 0.5, 0.0, gs, xr, yr, 4.0, 0.0, *lines
    )  # fmt: skip
    return np.stack([line[:n] for line in lines], axis=1), flags


def free(drawn: list[tuple[Any, float]], ends: tuple[float, ...]) -> bool:
    """Whether neither end is in a house and the line does not graze a corner."""
    points = [shapely.Point(ends[:2]), shapely.Point(ends[2:])]
    line = shapely.LineString([ends[:2], ends[2:]])
    if line.length < 1.0:
        return False
    return all(house.distance(point) > 0.1 for house, _ in drawn for point in points) and all(
        line.distance(shapely.Point(corner)) > 0.05
        for house, _ in drawn
        for corner in house.exterior.coords
    )


four = st.tuples(place, place, place, place)


@given(drawn=houses(), ends=four)
@settings(max_examples=60)
def test_walls_and_roofs_stand_where_shapely_finds_them(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...]
) -> None:
    """At 200 places of the line the profile is as high as the highest house there."""
    assume(free(drawn, ends))
    points, flags = cut(scene_of(drawn), ends)
    assert flags == 0
    line = shapely.LineString([ends[:2], ends[2:]])
    for at in np.linspace(0.003, 0.997, 200) * line.length:
        spot = line.interpolate(at)
        if min((house.exterior.distance(spot) for house, _ in drawn), default=9.0) < 0.02:
            continue
        high = max((top for house, top in drawn if house.contains(spot)), default=0.0)
        k = int(np.searchsorted(points[:, 0], at)) - 1
        assert points[k, 1] == points[k + 1, 1] == high


@given(drawn=houses(), ends=four, cell=st.sampled_from([3.0, 12.0, 50.0, 400.0]))
@settings(max_examples=60)
def test_the_grid_finds_what_shapely_finds(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...], cell: float
) -> None:
    assume(free(drawn, ends))
    scene, work = scene_of(drawn, cell_m=cell), workspace()
    xs, ys, xr, yr = ends
    vertical_cut(
        scene, work, xs, ys, 0.5, 0.0, 0.0, xr, yr, 4.0, 0.0, *profile_arrays()
    )  # fmt: skip
    found = sorted(work.direct.edge[: work.direct.number[0]].tolist())
    line = shapely.LineString([ends[:2], ends[2:]])
    edges = shapely.linestrings((scene.xy + np.tile(scene.origin, 2)).reshape(-1, 2, 2))
    assert found == np.flatnonzero(shapely.intersects(edges, line)).tolist()
    shares = work.direct.t[: work.direct.number[0]]
    assert (np.diff(shares) >= 0).all()


@given(drawn=houses(), ends=four)
@settings(max_examples=60)
def test_the_way_back_is_the_mirrored_profile(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...]
) -> None:
    assume(free(drawn, ends))
    scene = scene_of(drawn)
    there, _ = cut(scene, ends)
    back, _ = cut(scene, (*ends[2:], *ends[:2]))
    np.testing.assert_allclose(back[::-1, 1], there[:, 1], atol=1e-9)
    np.testing.assert_allclose(there[-1, 0] - back[::-1, 0], there[:, 0], atol=1e-6)


@given(drawn=houses(), ends=four, extra=houses())
@settings(max_examples=60)
def test_a_house_beside_the_line_changes_nothing(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...], extra: list[tuple[Any, float]]
) -> None:
    assume(free(drawn, ends))
    line = shapely.LineString([ends[:2], ends[2:]])
    beside = [(house, top) for house, top in extra if house.distance(line) > 1e-3]
    before, _ = cut(scene_of(drawn), ends)
    after, _ = cut(scene_of(drawn + beside), ends)
    np.testing.assert_allclose(after, before, atol=1e-9)


@given(drawn=houses(), ends=four)
@settings(max_examples=60)
def test_a_profile_is_finite_and_goes_from_source_to_receiver(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...]
) -> None:
    """Also where an end is inside a house or the line grazes corners."""
    points, _ = cut(scene_of(drawn), ends)
    assert np.isfinite(points).all()
    assert (np.diff(points[:, 0]) >= 0).all()
    assert points[0, 0] == 0.0
    np.testing.assert_allclose(points[-1, 0], np.hypot(ends[2] - ends[0], ends[3] - ends[1]))


@given(drawn=houses(), ends=four)
@settings(max_examples=60)
def test_covered_ends_are_those_inside_a_higher_house(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...]
) -> None:
    edges = [house.exterior for house, _ in drawn]
    source, receiver = shapely.Point(ends[:2]), shapely.Point(ends[2:])
    line = shapely.LineString([source, receiver])
    assume(line.length > 1.0)
    assume(all(edge.distance(end) > 0.1 for edge in edges for end in (source, receiver)))
    assume(
        all(line.distance(shapely.Point(c)) > 0.05 for edge in edges for c in edge.coords)
        and not any(house.contains(source) and house.contains(receiver) for house, _ in drawn)
    )
    _, flags = cut(scene_of(drawn), ends)
    around = [
        (house.contains(source) and top > 0.5, house.contains(receiver) and top > 4.0)
        for house, top in drawn
    ]
    assert bool(flags & SOURCE_COVERED) == any(s for s, _ in around)
    assert bool(flags & RECEIVER_COVERED) == any(r for _, r in around)


@given(drawn=houses(), ends=four)
@settings(max_examples=60)
def test_left_from_here_is_right_from_there(
    drawn: list[tuple[Any, float]], ends: tuple[float, ...]
) -> None:
    """A route's lengths are the same both ways; it is no shorter than the straight line."""
    assume(free(drawn, ends))
    scene, work, lines = scene_of(drawn), workspace(), profile_arrays()
    xs, ys, xr, yr = ends
    there = (xs, ys, 0.5, 0.0, 0.0, xr, yr, 4.0, 0.0)
    back = (xr, yr, 4.0, 0.0, 0.0, xs, ys, 0.5, 0.0)
    vertical_cut(scene, work, *there, *lines)
    n, *lengths, flags = lateral_cut(scene, work, *there, LEFT, False, *lines)
    clear = lateral_cut(scene, work, *there, LEFT, False, *lines, True)
    vertical_cut(scene, work, *back, *lines)
    m, *mirrored, _ = lateral_cut(scene, work, *back, RIGHT, False, *lines)
    assert (n > 0) == (m > 0)
    np.testing.assert_allclose(mirrored, lengths, atol=1e-6)
    if n > 0:
        assert lengths[1] >= lengths[0] - 1e-9
        assert (clear[0] == 0) == bool(flags & ROUTE_BLOCKED)
