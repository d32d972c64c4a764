"""Scenes of the road cases of ISO/TR 17534-4:2020, as published with NoiseModelling (commit
35d2da1).

Metres, altitudes absolute; point source and receiver as (x, y, altitude, altitude of the ground
below). Ground areas: outline and ground factor, the one listed first prevails. Buildings: outline
and roof. Walls: both ends and the tops there. Vertices of TC21 and the berm of TC23 are where the
reference moved them to meet the tabulated intersections.
"""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[float, float]
Spot = tuple[float, float, float, float]


class IsoScene(NamedTuple):
    """One case; absorption holds the walls' (or, without walls, the buildings') if the case
    gives one."""

    source: Spot
    receiver: Spot
    default_g: float
    areas: tuple[tuple[tuple[Point, ...], float], ...] = ()
    terrain: tuple[tuple[Spot3, ...], ...] = ()
    buildings: tuple[tuple[tuple[Point, ...], float], ...] = ()
    walls: tuple[tuple[Point, Point, float, float], ...] = ()
    wall_absorption: tuple[float, ...] | float = 0.0
    building_absorption: float = 0.0
    lateral: bool = True
    order: int = 1


Spot3 = tuple[float, float, float]


def _box(x0: float, x1: float, y0: float, y1: float) -> tuple[Point, ...]:
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def _strips(a: float, b: float, c: float, y0: float = -20.0, y1: float = 80.0) -> tuple:  # type: ignore[type-arg]
    """The three ground strips of most cases."""
    return ((_box(0, 50, y0, y1), a), (_box(50, 150, y0, y1), b), (_box(150, 225, y0, y1), c))


def _ring(*points: Spot3) -> tuple[Spot3, ...]:
    return (*points, points[0])


PLATEAU = _ring((185, -5, 10), (205, -5, 10), (205, 75, 10), (185, 75, 10))
RAMP = (
    _ring((0, 80, 0), (120, 80, 0), (225, 80, 0), (225, -20, 0), (120, -20, 0), (0, -20, 0)),
    ((120, -20, 0), (120, 80, 0)),
    PLATEAU,
    ((120, 80, 0), (185, 75, 10)),
    ((120, -20, 0), (185, -5, 10)),
    ((205, 75, 10), (225, 80, 0)),
    ((205, -5, 10), (225, -20, 0)),
)
STEP = (
    _ring((0, 80, 0), (225, 80, 0), (225, -20, 0), (0, -20, 0)),
    ((120, -20, 0), (120, 80, 0)),
    PLATEAU,
)
BERM = (
    _ring((30, -14, 0), (122, -14, 0), (122, 45, 0), (30, 45, 0)),
    ((46.266770811, 36.279440742, 0), (59.596770811, -9.870559258, 0)),
    ((54.613423147, 37.578469661, 5), (67.431455662, -6.79903976, 5)),
    ((55.899791695, 37.924768272, 5), (68.7239312, -6.473884252, 5)),
    ((63.579889955, 41.137466449, 0), (76.972016336, -5.22762226, 0)),
)
BERM_AREAS = (
    (((59.6, -9.87), (76.84, -5.28), (63.71, 41.16), (46.27, 36.28)), 1.0),
    (_box(30, 122, -14, 45), 0.0),
)
CUTTING = (
    _ring((80, 20, -0.5), (110, 20, -0.5), (110, 80, -0.5), (80, 80, -0.5)),
    _ring((111, 20, 0), (215, 20, 0), (215, 80, 0), (111, 80, 0)),
)


def _octagon(x: float, y: float, half: float) -> tuple[Point, ...]:
    """A regular octagon with corners at (±half, ±half): the document rounds its corners to 0.1 m.

    With the rounded ones (12.0, 13.0), (14.5, 12.0), … the tabulated distance of 2.74 m between the
    edges of TC12's right path (2.21 m in TC14) comes out as 2.73 m (2.19 m).
    """
    tip = half * 2.0**0.5
    ring = ((-tip, 0), (-half, -half), (0, -tip), (half, -half))
    return tuple((x + s * a, y + s * b) for s in (1, -1) for a, b in ring)


OCTAGON, LARGE_OCTAGON = _octagon(14.5, 15.5, 2.5), _octagon(180.0, 41.0, 7.5)
GRADED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.5)
FAR, HIGH, LOW = (200, 50, 4, 0), (200, 50, 14, 10), (200, 50, 11.5, 10)
START = (10, 10, 1, 0)
SOFT_TO_HARD = _strips(0.9, 0.5, 0.2)
LONG_STRIPS = _strips(0.9, 0.5, 0.2, -250, 250)

SCENES: dict[str, IsoScene] = {
    "TC01": IsoScene(START, FAR, 0.0),
    "TC02": IsoScene(START, FAR, 0.5),
    "TC03": IsoScene(START, FAR, 1.0),
    "TC04": IsoScene(START, FAR, 0.2, _strips(0.2, 0.5, 0.9)),
    "TC05": IsoScene(START, HIGH, 0.9, SOFT_TO_HARD, RAMP),
    "TC06": IsoScene(START, LOW, 0.9, SOFT_TO_HARD, RAMP),
    "TC07": IsoScene(
        START, FAR, 0.9, LONG_STRIPS, walls=(((100, 240), (265, -180), 6, 6),), lateral=False
    ),
    "TC08": IsoScene(START, FAR, 0.9, LONG_STRIPS, walls=(((175, 50), (190, 10), 6, 6),)),
    "TC09": IsoScene(START, HIGH, 0.9, SOFT_TO_HARD, RAMP, walls=(((175, 50), (190, 10), 17, 14),)),
    "TC10": IsoScene(
        (50, 10, 1, 0), (70, 10, 4, 0), 0.5, buildings=((_box(55, 65, 5, 15), 10),)
    ),
    "TC11": IsoScene(
        (50, 10, 1, 0), (70, 10, 15, 0), 0.5, ((_box(0, 100, 0, 100), 0.5),),
        buildings=((_box(55, 65, 5, 15), 10),),
    ),
    "TC12": IsoScene(
        (0, 10, 1, 0), (30, 20, 6, 0), 0.5, ((_box(0, 50, 0, 50), 0.5),), buildings=((OCTAGON, 10),)
    ),
    "TC13": IsoScene(
        START, (200, 50, 28.5, 10), 0.5, _strips(0.5, 0.9, 0.2), RAMP,
        buildings=((LARGE_OCTAGON, 30),),
    ),
    "TC14": IsoScene((8, 10, 1, 0), (25, 20, 23, 0), 0.2, buildings=((OCTAGON, 10),)),
    "TC15": IsoScene(
        (50, 10, 1, 0), (100, 15, 5, 0), 0.5, ((_box(0, 100, 0, 150), 0.5),),
        buildings=(
            (_box(55, 65, 5, 15), 8),
            (((70, 14.5), (80, 10.2), (80, 20.2)), 12),
            (((90.1, 19.5), (93.3, 17.8), (87.3, 6.6), (84.1, 8.3)), 10),
            (((94.9, 14.1), (98.02, 12.37), (92.03, 1.2), (88.86, 2.9)), 10),
        ),
    ),
    "TC16": IsoScene(
        START, HIGH, 0.9, SOFT_TO_HARD, RAMP, walls=(((114, 52), (170, 60), 15, 15),),
        wall_absorption=GRADED,
    ),
    "TC17": IsoScene(
        START, LOW, 0.9, SOFT_TO_HARD, RAMP, walls=(((114, 52), (170, 60), 15, 15),),
        wall_absorption=GRADED,
    ),
    "TC18": IsoScene(
        START, (200, 50, 12, 10), 0.9, SOFT_TO_HARD, RAMP,
        walls=(((114, 52), (170, 60), 15, 15), ((87, 50), (92, 32), 12, 12)),
        wall_absorption=GRADED,
    ),
    "TC19": IsoScene(
        START, (200, 30, 14, 10), 0.9, SOFT_TO_HARD, RAMP,
        buildings=(
            (_box(100, 118, 24, 30), 12), (_box(110, 118, 15, 24), 7), (_box(100, 118, 9, 15), 12),
        ),
        walls=(((156, 28), (145, 7), 14, 14), ((175, 35), (188, 19), 14.5, 14.5)),
    ),
    "TC20": IsoScene(START, (200, 25, 14, 10), 0.9, SOFT_TO_HARD, RAMP),
    "TC21": IsoScene(
        START, (200, 25, 14, 10), 0.9, SOFT_TO_HARD, RAMP,
        buildings=(
            (((167.2, 39.5), (151.575, 48.524), (141.1, 30.3), (156.657, 21.3409), (159.7, 26.5),
              (151, 31.5), (155.5, 39.3), (164.2, 34.3)), 11.5),
        ),
        order=0,
    ),
    "TC22": IsoScene(
        START, (187.05, 25, 14, 10), 0.9, SOFT_TO_HARD, STEP,
        buildings=(
            (((197, 36), (179, 36), (179, 15), (197, 15), (197, 21), (187, 21), (187, 30),
              (197, 30)), 20),
        ),
    ),
    "TC23": IsoScene(
        (38, 14, 1, 0), (107, 25.95, 4, 0), 0.0, BERM_AREAS, BERM,
        buildings=((_box(75, 110, 26, 34), 9), (_box(83, 118, 10, 18), 8)),
        building_absorption=0.2,
        order=0,
    ),
    "TC24": IsoScene(
        (38, 14, 1, 0), (106, 18.5, 4, 0), 0.0, BERM_AREAS, BERM,
        buildings=((_box(75, 110, 26, 34), 9), (_box(83, 118, 10, 18), 6)),
        building_absorption=0.2,
        lateral=False,
    ),
    "TC25": IsoScene(
        (38, 14, 1, 0), (106, 18.5, 4, 0), 0.0,
        buildings=((_box(75, 110, 26, 34), 9), (_box(83, 118, 10, 18), 6)),
        walls=(((59.19, 24.47), (64.17, 6.95), 5, 5),),
        building_absorption=0.2,
    ),
    "TC26": IsoScene(
        (10, 10, 0.05, 0), (120, 50, 8, 0), 0.0,
        ((_box(0, 50, -10, 100), 0.0), (_box(50, 150, -10, 100), 0.5)),
        walls=(((74, 52), (130, 60), 6, 8),),
        wall_absorption=GRADED,
    ),
    "TC27": IsoScene(
        (105, 35, -0.45, -0.5), (200, 50, 4, 0), 0.0,
        ((_box(80, 110, 20, 80), 0.0), (_box(110, 215, 20, 80), 1.0)),
        CUTTING,
        walls=(((114, 52), (170, 60), 2.5, 4.5),),
        wall_absorption=GRADED,
    ),
    "TC28": IsoScene(
        (0, 50, 4, 0), (1000, 100, 1, 0), 0.5, ((_box(-11, 1011, -300, 300), 0.5),),
        buildings=(
            (((113, 10), (127, 16), (102, 70), (88, 64)), 6),
            (((176, 19), (164, 88), (184, 91), (196, 22)), 10),
            (_box(250, 270, 70, 180), 14),
            (((332, 32), (348, 126), (361, 108), (349, 44)), 10),
            (_box(400, 415, 5, 85), 9),
            (((444, 47), (436, 136), (516, 143), (521, 89), (506, 87), (502, 127), (452, 123),
              (459, 48)), 12),
            (((773, 12), (728, 90), (741, 98), (786, 20)), 14),
            (((972, 82), (979, 121), (993, 118), (986, 79)), 8),
        ),
    ),
}  # fmt: skip
