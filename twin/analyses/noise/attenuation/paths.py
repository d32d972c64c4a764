"""The energy that comes from a point of a street to a receiver, by every path."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.noise.attenuation.mirrors import Mirrors, meets, new_mirrors
from twin.analyses.noise.geometry import (
    LEFT,
    NOT_IN_F,
    NOT_IN_H,
    RIGHT,
    SOURCE_COVERED,
    Scene,
    Workspace,
    in_sight,
    lateral_cut,
    profile_arrays,
    reflected_cut,
    reflection_loss,
    vertical_cut,
    workspace,
)
from twin.analyses.noise.propagation import lateral_gain, vertical_gain

BANDS = 8


class Rules(NamedTuple):
    """How far each kind of path is followed, metres.

    prune, refine: as in the parameters. alpha: absorption by the air, dB/km, (8,).
    """

    range_m: float
    lateral_m: float
    reflect_m: float
    prune: float
    refine: float
    alpha: NDArray[np.float64]


class Desk(NamedTuple):
    """What one thread writes on: the geometry's workspace, profile, losses, and the sums.

    mirrors: walls that face the receiver. h, f: (8,), energy that arrives per unit
    of power, in homogeneous and favourable conditions. paths: (1,), ways of sound followed.
    """

    work: Workspace
    mirrors: Mirrors
    d: NDArray[np.float64]
    z: NDArray[np.float64]
    g: NDArray[np.float64]
    loss_h: NDArray[np.float64]
    loss_f: NDArray[np.float64]
    gain_h: NDArray[np.float64]
    gain_f: NDArray[np.float64]
    h: NDArray[np.float64]
    f: NDArray[np.float64]
    paths: NDArray[np.int64]


def desk() -> Desk:
    """A fresh desk; one per thread."""
    d, z, g = profile_arrays()
    loss_h, loss_f, gain_h, gain_f, h, f = (np.zeros(BANDS) for _ in range(6))
    return Desk(
        workspace(), new_mirrors(), d, z, g, loss_h, loss_f, gain_h, gain_f, h, f,
        np.zeros(1, dtype=np.int64),
    )  # fmt: skip


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def point_to_point(
    scene: Scene,
    desk: Desk,
    rules: Rules,
    xs: float,
    ys: float,
    zs: float,
    ground_s: float,
    under: float,
    xr: float,
    yr: float,
    zr: float,
    ground_r: float,
) -> bool:
    """Energy from a point source to a receiver into desk.h and desk.f; False where covered.

    Straight over what stands between, around it on both sides where that hides the source and it
    is within lateral_m, and by one of desk.mirrors. under: ground factor at the source;
    the road itself is hard. The desk's mirrors must be those of this receiver.
    """
    d, z, g = desk.d, desk.z, desk.g
    n, flags = vertical_cut(
        scene, desk.work, xs, ys, zs, ground_s, under, xr, yr, zr, ground_r, d, z, g
    )
    if flags & SOURCE_COVERED:
        return False
    vertical_gain(n, d, z, g, zs, zr, 0.0, rules.alpha, desk.h, desk.f)
    desk.paths[0] += 1
    far = np.hypot(xr - xs, yr - ys)
    if far <= rules.lateral_m and not in_sight(n, d, z, zs, zr):
        around(scene, desk, rules, xs, ys, zs, ground_s, under, xr, yr, zr, ground_r)
    if desk.mirrors.number[0] > 0:
        reflected(scene, desk, rules, xs, ys, zs, ground_s, under, xr, yr, zr, ground_r)
    return True


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def add(energy: NDArray[np.float64], more: NDArray[np.float64]) -> None:
    """Add the energy of one path."""
    for band in range(BANDS):
        energy[band] += more[band]


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def around(
    scene: Scene,
    desk: Desk,
    rules: Rules,
    xs: float,
    ys: float,
    zs: float,
    ground_s: float,
    under: float,
    xr: float,
    yr: float,
    zr: float,
    ground_r: float,
) -> None:
    """Add the paths left and right around what hides the source."""
    d, z, g = desk.d, desk.z, desk.g
    for side in (LEFT, RIGHT):
        for curved in (False, True):
            n, direct_m, length_m, between_m, _ = lateral_cut(
                scene, desk.work, xs, ys, zs, ground_s, under,
                xr, yr, zr, ground_r, side, curved, d, z, g, True,
            )  # fmt: skip
            if n == 0:
                continue
            lateral_gain(
                n, d, z, g, zs, zr, 0.0, direct_m, length_m, between_m,
                rules.alpha, curved, desk.gain_h,
            )  # fmt: skip
            add(desk.f if curved else desk.h, desk.gain_h)
            desk.paths[0] += 1


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def reflected(
    scene: Scene,
    desk: Desk,
    rules: Rules,
    xs: float,
    ys: float,
    zs: float,
    ground_s: float,
    under: float,
    xr: float,
    yr: float,
    zr: float,
    ground_r: float,
) -> None:
    """Add the paths by one of the walls that face the receiver (desk.mirrors)."""
    d, z, g, work = desk.d, desk.z, desk.g, desk.work
    sx, sy = xs - scene.origin[0], ys - scene.origin[1]
    work.order[0] = 1
    for which in range(desk.mirrors.number[0]):
        if not meets(scene, desk.mirrors, which, sx, sy):
            continue
        work.paths[0, 0] = desk.mirrors.edge[which]
        n, flags = reflected_cut(
            scene, work, 0, xs, ys, zs, ground_s, under, xr, yr, zr, ground_r, d, z, g, True
        )
        if n == 0:
            continue
        vertical_gain(n, d, z, g, zs, zr, 0.0, rules.alpha, desk.gain_h, desk.gain_f)
        reflection_loss(scene, work, desk.loss_h, desk.loss_f)
        for band in range(BANDS):
            if not flags & NOT_IN_H:
                desk.h[band] += desk.gain_h[band] * 10.0 ** (-0.1 * desk.loss_h[band])
            if not flags & NOT_IN_F:
                desk.f[band] += desk.gain_f[band] * 10.0 ** (-0.1 * desk.loss_f[band])
        desk.paths[0] += 1
