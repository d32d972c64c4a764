"""Cuts through hand-made scenes: what the profile shows, who is covered, what is on a roof."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from twin.analyses.noise.geometry import (
    RECEIVER_COVERED,
    SOURCE_COVERED,
    Scene,
    build_scene,
    ground_factor,
    in_sight,
    profile_arrays,
    vertical_cut,
    workspace,
)

HOUSE = shapely.box(10, -5, 20, 5)


def cut(
    scene: Scene,
    source: tuple[float, float, float] = (0, 0, 0.05),
    receiver: tuple[float, float, float] = (30, 0, 4),
    gs: float = 0.0,
) -> tuple[list[tuple[float, ...]], int]:
    """The profile's points (d, z, g), rounded, and the flags."""
    d, z, g = profile_arrays()
    (xs, ys, zs), (xr, yr, zr) = source, receiver
    n, flags = vertical_cut(
        scene, workspace(), xs, ys, zs, 0.0, gs, xr, yr, zr, 0.0, d, z, g
    )  # fmt: skip
    rows = np.stack([d[:n], z[:n], g[:n]], axis=1).round(3) + 0.0
    return [tuple(row) for row in rows.tolist()], flags


def scene_of(*houses: Any, top: float = 9.0, **more: Any) -> Scene:
    return build_scene(buildings=list(houses), top_m=[top] * len(houses), **more)


def test_a_house_is_climbed_crossed_and_left() -> None:
    points, flags = cut(scene_of(HOUSE))
    assert [p[:2] for p in points] == [(0, 0), (10, 0), (10, 9), (20, 9), (20, 0), (30, 0)]
    assert flags == 0


def test_a_thin_wall_gives_foot_top_foot() -> None:
    wall = shapely.LineString([(12, -3), (12, 3)])
    points, _ = cut(build_scene(walls=[wall], wall_top_m=[2.5]))
    assert [p[:2] for p in points] == [(0, 0), (12, 0), (12, 2.5), (12, 0), (30, 0)]


def test_party_walls_need_no_descent_to_the_ground() -> None:
    scene = build_scene(buildings=[HOUSE, shapely.box(20, -5, 25, 5)], top_m=[9.0, 6.0])
    points, _ = cut(scene)
    assert [p[:2] for p in points][3:7] == [(20, 9), (20, 6), (25, 6), (25, 0)]


def test_walls_a_hand_apart_keep_the_gap() -> None:
    points, _ = cut(scene_of(HOUSE, shapely.box(20.2, -5, 25, 5)))
    assert [p[:2] for p in points][3:7] == [(20, 9), (20, 0), (20.2, 0), (20.2, 9)]


def test_a_courtyard_is_open_ground() -> None:
    yard = shapely.Polygon(
        shapely.box(5, -5, 25, 5).exterior, [shapely.box(10, -2, 20, 2).exterior]
    )
    points, _ = cut(scene_of(yard))
    assert (10.0, 0.0, 0.0) in points
    assert (20.0, 0.0, 0.0) in points


def test_a_line_through_a_corner_crosses_a_house_or_misses_it() -> None:
    """Through opposite corners: in and out once; through one corner: nothing stands in it."""
    diamond = shapely.Polygon([(10, 0), (15, -5), (20, 0), (15, 5)])
    points, flags = cut(scene_of(diamond))
    assert [p[:2] for p in points] == [(0, 0), (10, 0), (10, 9), (20, 9), (20, 0), (30, 0)]
    assert flags == 0
    touched, flags = cut(scene_of(shapely.Polygon([(15, 0), (20, 5), (10, 5)])))
    assert flags == 0
    assert touched[0][:2] == (0, 0)
    assert touched[-1][:2] == (30, 0)


def test_a_line_along_a_facade_comes_to_an_end_on_the_ground() -> None:
    for edge_y in (5.0, -5.0):
        points, flags = cut(scene_of(HOUSE), (0, edge_y, 0.05), (30, edge_y, 4))
        assert flags == 0
        assert points[-1][:2] == (30, 0)


def test_the_ground_factor_changes_at_borders_and_is_0_on_roofs() -> None:
    scene = scene_of(
        HOUSE, ground_areas=[shapely.box(-5, -9, 5, 9), shapely.box(15, -9, 99, 9)],
        ground_factors=[1.0, 0.6], default_g=0.2,
    )  # fmt: skip
    points, _ = cut(scene, gs=1.0)
    assert points == [
        (0, 0, 1), (5, 0, 0.2), (10, 0, 0), (10, 9, 0), (20, 9, 0), (20, 0, 0.6), (30, 0, 0.6)
    ]  # fmt: skip


def test_the_first_ground_area_prevails() -> None:
    inner, outer = shapely.box(4, 4, 6, 6), shapely.box(0, 0, 10, 10)
    scene = build_scene(ground_areas=[inner, outer], ground_factors=[1.0, 0.5], default_g=0.1)
    assert ground_factor(scene, 5, 5) == 1.0
    assert ground_factor(scene, 2, 5) == 0.5
    assert ground_factor(scene, 8, 1) == 0.5
    assert ground_factor(scene, -3, 5) == 0.1
    assert ground_factor(scene, 99, 99) == 0.1


def test_ground_is_linear_between_known_points() -> None:
    """The foot at 2 m is known; at the border of the ground area half way it is 1 m."""
    scene = build_scene(
        walls=[shapely.LineString([(20, -3), (20, 3)])], wall_top_m=[4.0], wall_foot_m=[2.0],
        ground_areas=[shapely.box(10, -9, 99, 9)], ground_factors=[1.0],
    )  # fmt: skip
    points, _ = cut(scene)
    assert points[1] == (10, 1, 1)


def test_feet_follow_the_terrain_lines() -> None:
    slope = [shapely.LineString([(x, -50, x / 10), (x, 50, x / 10)]) for x in (-50, 100)]
    points, _ = cut(scene_of(HOUSE, terrain=slope))
    assert [p[:2] for p in points] == [
        (0, 0), (10, 1), (10, 9), (20, 9), (20, 2), (30, 0)
    ]  # fmt: skip


def test_a_source_under_a_building_is_flagged_and_the_building_left_out() -> None:
    points, flags = cut(scene_of(HOUSE), source=(15, 0, 0.05))
    assert flags == SOURCE_COVERED
    assert points == [(0, 0, 0), (5, 0, 0), (15, 0, 0)]


def test_a_receiver_in_a_building_is_flagged_and_the_building_left_out() -> None:
    points, flags = cut(scene_of(HOUSE), receiver=(15, 0, 4))
    assert flags == RECEIVER_COVERED
    assert points == [(0, 0, 0), (10, 0, 0), (15, 0, 0)]


def test_other_buildings_still_screen_a_covered_source() -> None:
    points, flags = cut(scene_of(HOUSE, shapely.box(24, -5, 26, 5)), source=(15, 0, 0.05))
    assert flags == SOURCE_COVERED
    assert (9.0, 9.0, 0.0) in points


def test_source_and_receiver_in_the_same_ring_shaped_building_are_covered() -> None:
    yard = shapely.Polygon(
        shapely.box(-5, -5, 35, 5).exterior, [shapely.box(10, -2, 20, 2).exterior]
    )
    points, flags = cut(scene_of(yard))
    assert flags == SOURCE_COVERED | RECEIVER_COVERED
    assert max(p[1] for p in points) == 0


def test_a_receiver_on_a_roof_stands_on_it() -> None:
    points, flags = cut(scene_of(HOUSE), receiver=(15, 0, 13))
    assert flags == 0
    assert [p[:2] for p in points] == [(0, 0), (10, 0), (10, 9), (15, 9)]


def test_a_source_on_a_roof_stands_on_it() -> None:
    points, flags = cut(scene_of(HOUSE), source=(15, 0, 9.05))
    assert flags == 0
    assert [p[:2] for p in points] == [(0, 9), (5, 9), (5, 0), (15, 0)]


def test_a_receiver_in_a_thin_wall_is_flagged() -> None:
    wall = shapely.LineString([(30, -3), (30, 3)])
    points, flags = cut(build_scene(walls=[wall], wall_top_m=[9.0]))
    assert flags == RECEIVER_COVERED
    assert points == [(0, 0, 0), (30, 0, 0)]


def test_a_building_without_height_is_no_obstacle() -> None:
    for top in (0.0, np.nan):
        points, _ = cut(build_scene(buildings=[HOUSE], top_m=[top], foot_m=[0.0]))
        assert len(points) == 2


def test_an_empty_scene_has_flat_ground() -> None:
    assert cut(build_scene())[0] == [(0, 0, 0), (30, 0, 0)]


def test_source_above_receiver_gives_two_points_and_no_nan() -> None:
    points, _ = cut(scene_of(HOUSE), source=(0, 0, 0.05), receiver=(0, 0, 4))
    assert points == [(0, 0, 0), (0, 0, 0)]


def test_more_crossings_than_room_are_flagged_and_the_rest_is_sound() -> None:
    walls = [shapely.LineString([(x, -1), (x, 1)]) for x in np.linspace(1, 29, 600)]
    points, flags = cut(build_scene(walls=walls, wall_top_m=[2.0] * 600))
    assert flags != 0
    assert points[-1][:2] == (30, 0)
    assert np.isfinite(np.array(points)).all()


def test_in_sight_is_under_the_straight_line() -> None:
    d, z, _ = profile_arrays()
    d[:3], z[:3] = [0, 10, 20], [0, 3, 0]
    assert in_sight(3, d, z, 2.0, 4.5)
    assert not in_sight(3, d, z, 2.0, 3.5)
