"""Ways round houses and over reflecting walls in hand-made scenes."""

from __future__ import annotations

import numpy as np
import shapely

from tests.twin.analyses.noise.test_cuts import HOUSE, scene_of
from twin.analyses.noise.geometry import (
    LEFT,
    RIGHT,
    ROUTE_BLOCKED,
    Scene,
    build_scene,
    find_reflections,
    lateral_cut,
    profile_arrays,
    reflected_cut,
    vertical_cut,
    workspace,
)


def around(scene: Scene, side: int, *, favourable: bool = False) -> tuple[float, ...]:
    """(points, direct, length, between, flags) of the route from (0, 0, 1) to (30, 0, 1)."""
    work, lines = workspace(), profile_arrays()
    ends = (0.0, 0.0, 1.0, 0.0, 0.0, 30.0, 0.0, 1.0, 0.0)
    vertical_cut(scene, work, *ends, *lines)
    return lateral_cut(scene, work, *ends, side, favourable, *lines)


def test_a_route_goes_round_the_corners_of_a_house() -> None:
    """Hand-worked: two legs of sqrt(10² + 5²) and 10 m along the house."""
    for side in (LEFT, RIGHT):
        n, direct, length, between, flags = around(scene_of(HOUSE), side)
        assert n > 0
        assert flags == 0
        np.testing.assert_allclose((direct, length, between), (30, 2 * 125**0.5 + 10, 10))


def test_a_route_is_flagged_where_another_house_stands_in_it() -> None:
    scene = scene_of(HOUSE, shapely.box(12, 4.5, 18, 9))
    assert around(scene, LEFT)[4] == ROUTE_BLOCKED
    assert around(scene, RIGHT)[4] == 0


def test_there_is_no_route_far_longer_than_the_straight_line() -> None:
    wall = shapely.LineString([(15, -70), (15, 5)])
    scene = build_scene(walls=[wall], wall_top_m=[5.0])
    assert around(scene, RIGHT)[0] == 0
    assert around(scene, LEFT)[0] > 0


def test_a_wall_lower_than_the_line_is_not_gone_round() -> None:
    scene = build_scene(walls=[shapely.LineString([(15, -9), (15, 9)])], wall_top_m=[0.9])
    assert around(scene, LEFT)[0] == 0


def test_a_wall_under_the_curved_ray_is_gone_round_in_homogeneous_conditions_only() -> None:
    """The ray rises 15 · 15 / 2000 = 0.11 m above the straight line at the wall."""
    scene = build_scene(walls=[shapely.LineString([(15, -9), (15, 9)])], wall_top_m=[1.05])
    assert around(scene, LEFT)[0] > 0
    assert around(scene, LEFT, favourable=True)[0] == 0


def reflections(scene: Scene, order: int = 1) -> list[tuple[int, float, int]]:
    """Of each path from (0, 0, 1) to (30, 0, 1): walls met, length, flags."""
    work, (d, z, g) = workspace(), profile_arrays()
    found = []
    for path in range(find_reflections(scene, work, 0.0, 0.0, 30.0, 0.0, order, 100.0)):
        n, flags = reflected_cut(
            scene, work, path, 0.0, 0.0, 1.0, 0.0, 0.0, 30.0, 0.0, 1.0, 0.0, d, z, g
        )  # fmt: skip
        if n:
            found.append((int(work.walls.number[0]), float(d[n - 1]), flags))
    return found


def test_a_facade_reflects_as_a_mirror_does() -> None:
    """Hand-worked: image 20 m behind the facade's line, sqrt(30² + 20²)."""
    [(walls, length, flags)] = reflections(scene_of(shapely.box(5, 10, 25, 20)))
    assert walls == 1
    assert flags == 0
    np.testing.assert_allclose(length, 1300**0.5, atol=0.01)


def test_two_facing_facades_reflect_on_and_on() -> None:
    """A street canyon 16 m wide: one path per wall, then two over both walls."""
    scene = scene_of(shapely.box(-50, 8, 80, 20), shapely.box(-50, -20, 80, -8))
    lengths = sorted(round(length, 1) for _, length, _ in reflections(scene, order=2))
    once, twice = round((30**2 + 16**2) ** 0.5, 1), round((30**2 + 32**2) ** 0.5, 1)
    assert lengths == [once, once, twice, twice]


def test_a_facade_does_not_reflect_on_its_inside_nor_past_its_ends() -> None:
    assert reflections(scene_of(shapely.box(-5, -5, 35, 5))) == []
    assert reflections(scene_of(shapely.box(40, 10, 60, 20))) == []


def test_low_and_short_walls_do_not_reflect() -> None:
    assert reflections(scene_of(shapely.box(5, 10, 25, 20), top=0.4)) == []
    assert reflections(scene_of(shapely.box(14.8, 10, 15.2, 20))) == []


def test_a_wall_lower_than_the_ray_does_not_reflect() -> None:
    assert reflections(scene_of(shapely.box(5, 10, 25, 20), top=0.9)) == []


def test_a_party_wall_does_not_reflect() -> None:
    houses = (shapely.box(5, 10, 25, 20), shapely.box(5, 5, 25, 10))
    assert len(reflections(scene_of(*houses))) == 1


def test_a_corner_above_a_lower_neighbour_is_free_and_inside_a_higher_one_is_not() -> None:
    """A tower's corner stands in a hall beside the straight line: the ray passes 1 m high."""
    tower, hall = shapely.box(14, -1, 16, 1), shapely.box(12, 0.5, 18, 4)
    for hall_top, flags in ((0.5, 0), (9.0, ROUTE_BLOCKED)):
        n, *_, seen = around(build_scene(buildings=[tower, hall], top_m=[20.0, hall_top]), LEFT)
        assert n > 0
        assert seen == flags


def test_what_is_asked_to_be_clear_has_no_points_where_it_is_not() -> None:
    scene = scene_of(HOUSE, shapely.box(12, 4.5, 18, 9))
    work, lines = workspace(), profile_arrays()
    ends = (0.0, 0.0, 1.0, 0.0, 0.0, 30.0, 0.0, 1.0, 0.0)
    vertical_cut(scene, work, *ends, *lines)
    assert lateral_cut(scene, work, *ends, LEFT, False, *lines, True)[0] == 0
    assert lateral_cut(scene, work, *ends, RIGHT, False, *lines, True)[0] > 0
