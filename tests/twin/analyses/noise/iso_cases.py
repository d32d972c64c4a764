"""The ISO/TR 17534-4 road cases from scene to level: what the paths are, and how loud.

``deviations()`` is the report: worst difference to the published levels per case, dB.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from tests.twin.analyses.noise.expected_levels import LEVELS as MOST_LEVELS
from tests.twin.analyses.noise.expected_levels import power_db
from tests.twin.analyses.noise.further_levels import FURTHER_LEVELS
from tests.twin.analyses.noise.scenes import SCENES
from twin.analyses.noise.geometry import (
    LEFT,
    NOT_IN_F,
    NOT_IN_H,
    RIGHT,
    Scene,
    build_scene,
    find_reflections,
    ground_factor,
    lateral_cut,
    profile_arrays,
    reflected_cut,
    reflection_loss,
    vertical_cut,
    workspace,
)
from twin.analyses.noise.propagation import (
    A_WEIGHTING_DB,
    absorption_db_per_km,
    lateral_path,
    vertical_path,
)

Level = NDArray[np.float64]
ALPHA = absorption_db_per_km(10.0, 70.0)
WITHIN_M = 700.0
LEVELS = {**MOST_LEVELS, **FURTHER_LEVELS}
CASES = tuple(f"TC{number:02d}" for number in range(1, 29))


class Path(NamedTuple):
    """One path in one condition: profile points, bands' levels, and lengths of lateral ones."""

    d: Level
    z: Level
    g: Level
    level: Level
    lengths: tuple[float, ...] = ()


@cache
def scene_of(case: str) -> Scene:
    """The case's geometry."""
    iso = SCENES[case]
    return build_scene(
        buildings=[shapely.Polygon(outline) for outline, _ in iso.buildings],
        top_m=[top for _, top in iso.buildings],
        building_absorption=iso.building_absorption,
        walls=[shapely.LineString([p, q]) for p, q, _, _ in iso.walls],
        wall_top_m=[[a, b] for _, _, a, b in iso.walls],
        wall_absorption=iso.wall_absorption,
        terrain=[shapely.LineString(line) for line in iso.terrain],
        ground_areas=[shapely.Polygon(outline) for outline, _ in iso.areas],
        ground_factors=[g for _, g in iso.areas],
        default_g=iso.default_g,
    )


@cache
def paths(case: str) -> dict[tuple[str, str], Path]:
    """All paths of a case: (Direct, Left, Right or Reflection…, H or F) -> Path."""
    iso, scene, work = SCENES[case], scene_of(case), workspace()
    lines: Any = profile_arrays()
    d, z, g = lines
    (xs, ys, zs, low_s), (xr, yr, zr, low_r) = iso.source, iso.receiver
    gs = ground_factor(scene, xs, ys)
    around: Any = lateral_cut
    ends: Any = (float(xs), float(ys), float(zs), float(low_s), gs)
    ends += (float(xr), float(yr), float(zr), float(low_r))
    power = power_db(case)
    found: dict[tuple[str, str], Path] = {}
    n, _ = vertical_cut(scene, work, *ends, *lines)
    outs: Any = (np.zeros(8), np.zeros(8))
    in_h, in_f = outs
    vertical_path(n, d, z, g, zs, zr, gs, ALPHA, in_h, in_f)
    for i, condition in enumerate("HF"):
        found["Direct", condition] = _path(n, lines, power - outs[i])
    for name, side in (("Left", LEFT), ("Right", RIGHT)) if iso.lateral else ():
        for condition in "HF":
            favourable = condition == "F"
            n, direct_m, length_m, between_m, _ = around(
                scene, work, *ends, side, favourable, d, z, g
            )
            lengths = (direct_m, length_m, between_m)
            if n > 0:
                out = np.zeros(8)
                lateral_path(
                    n, d, z, g, zs, zr, gs, direct_m, length_m, between_m, ALPHA, favourable, out
                )
                found[name, condition] = _path(n, lines, power - out, lengths)
    for i in range(find_reflections(scene, work, xs, ys, xr, yr, iso.order, WITHIN_M)):
        n, flags = reflected_cut(scene, work, i, *ends, *lines)
        if n == 0:
            continue
        vertical_path(n, d, z, g, zs, zr, gs, ALPHA, in_h, in_f)
        losses: Any = (np.zeros(8), np.zeros(8))
        reflection_loss(scene, work, *losses)
        for k, (condition, absent) in enumerate((("H", NOT_IN_H), ("F", NOT_IN_F))):
            if not flags & absent:
                name = f"Reflection{i if i else ''}"
                found[name, condition] = _path(n, lines, power - outs[k] - losses[k])
    return found


def _path(n: int, lines: tuple[Level, ...], level: Level, lengths: tuple[float, ...] = ()) -> Path:
    d, z, g = (line[:n].copy() for line in lines)
    return Path(d, z, g, level, lengths)


def total_la(case: str) -> Level:
    """A-weighted level of all paths, half the time favourable: (8,) dB."""
    energy = sum(0.5 * 10.0 ** (path.level / 10.0) for path in paths(case).values())
    return np.asarray(10.0 * np.log10(energy) + A_WEIGHTING_DB)


@cache
def deviation(case: str) -> float:
    """Worst difference to a published level of the case, dB: every path, H and F, and the total.

    inf where a published path is not found or one is found that is not published.
    """
    found = paths(case)
    published = {key[1:]: level for key, level in LEVELS.items() if key[0] == case}
    known = {key for key in published if key[1] in "HF"}
    if set(found) != known:
        return float("inf")
    worst = max(float(np.abs(found[key].level - published[key]).max()) for key in known)
    return max(worst, float(np.abs(total_la(case) - published["all", "A"]).max()))


def deviations() -> dict[str, float]:
    """Per case TC01 to TC28 the worst deviation from the published levels, dB."""
    return {case: deviation(case) for case in CASES}
