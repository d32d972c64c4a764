"""Making the operator: receivers in chunks, over threads, with word of how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from portal.marking import gettext_noop as _
from twin.analyses.contract import Progress
from twin.analyses.noise.attenuation.near import Near, near_index
from twin.analyses.noise.attenuation.operator import NoiseOperator, field_of
from twin.analyses.noise.attenuation.paths import Rules, desk
from twin.analyses.noise.attenuation.rows import Points, Rows, rows_of
from twin.analyses.noise.attenuation.sources import Pieces
from twin.analyses.noise.attenuation.town import (
    Box,
    Standing,
    Town,
    covered,
    standing_of,
    town_of,
)
from twin.analyses.noise.geometry import Scene, ground_factor
from twin.analyses.noise.parameters import NoiseParameters
from twin.analyses.noise.propagation import absorption_db_per_km
from twin.analyses.parallel import in_threads
from twin.analyses.receivers import Receivers
from twin.citystate import CityState

PLACING = _("Placing receivers and sources")
FOLLOWING = _("Following sound to the receivers")
CHUNK = 64
"""Receivers that one thread works on before it looks up."""
ROUND = 8
"""Chunks between two words of progress: under a second."""
PRESSURE_PA = 101325.0


class Ready(NamedTuple):
    """All that rows are made from: what stands, pieces of street with the ground factor under the
    near ones, their index, rules, and rows of the street table."""

    standing: Standing
    pieces: Pieces
    under: NDArray[np.float64]
    near: Near
    rules: Rules
    streets: int


def prepared(state: CityState, parameters: NoiseParameters, progress: Progress) -> NoiseOperator:
    """The operator of the whole city. Raises whatever `progress` raises to stop it."""
    progress(0.0, PLACING)
    town = town_of(state, parameters)
    ready = ready_of(state, town, parameters)
    count = len(town.facades)
    total = max(1, count + len(town.grid))

    def told(before: int) -> Callable[[int], None]:
        return lambda done: progress(0.05 + 0.95 * (before + done) / total, FOLLOWING)

    told(0)(0)
    facades = rows_in_threads(ready, town.facades, town.facade_z, told(0))
    grid = rows_in_threads(ready, town.grid, town.grid_z, told(count))
    return operator_of(town, state, facades, grid)


def operator_of(
    town: Town, state: CityState, facades: list[Rows], grid: list[Rows]
) -> NoiseOperator:
    """The operator of a town whose rows are made."""
    return NoiseOperator(
        facades=field_of(town.facades, facades),
        grid=field_of(town.grid, grid),
        frame=town.frame,
        covered=int(covered(state, town.pieces.near).sum()),
        slips=town.ground.slips,
    )


def ready_of(
    state: CityState, town: Town, parameters: NoiseParameters, box: Box | None = None
) -> Ready:
    """What rows of receivers are made from: of the whole city, or of what is near `box`."""
    standing = standing_of(state, town, parameters, box)
    pieces = town.pieces
    if box is not None:
        x, y = pieces.far.x, pieces.far.y
        pieces = pieces.part((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3]))
    pieces = pieces.opened(covered(state, pieces.near))
    street = state.tables.get("street")
    return Ready(
        standing=standing,
        pieces=pieces,
        under=grounds_under(standing.scene, pieces.near.x, pieces.near.y),
        near=near_index(pieces.far),
        rules=rules_of(parameters),
        streets=0 if street is None else len(street),
    )


@njit(cache=True, nogil=True, error_model="numpy")
def grounds_under(
    scene: Scene, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Ground factor G at points, shape (n,)."""
    found = np.empty(len(x))
    for k in range(len(x)):
        found[k] = ground_factor(scene, x[k], y[k])
    return found


def rules_of(parameters: NoiseParameters) -> Rules:
    """The parameters that the compiled loops read."""
    return Rules(
        range_m=parameters.range_m,
        lateral_m=parameters.lateral_m,
        reflect_m=parameters.reflect_m,
        prune=parameters.prune,
        refine=parameters.refine,
        alpha=absorption_db_per_km(
            parameters.temperature_c, parameters.humidity_percent, PRESSURE_PA
        ),
    )


def rows_in_threads(
    ready: Ready,
    receivers: Receivers,
    ground_z: NDArray[np.float64],
    told: Callable[[int], None],
) -> list[Rows]:
    """The rows of all receivers, in order; `told` hears after each round how many are done.

    Chunks never depend on the number of threads, so one or many give the same bytes. `told` may
    raise Cancelled.
    """
    parts: list[Rows] = []
    chunks = [slice(at, at + CHUNK) for at in range(0, len(receivers), CHUNK)]

    def work(chunk: slice) -> Rows:
        points = points_of(ready, receivers.part(chunk), ground_z[chunk])
        return rows_of(
            ready.standing.scene, ready.pieces, ready.under, ready.near, points,
            ready.rules, desk(), ready.streets,
        )  # fmt: skip

    for first in range(0, len(chunks), ROUND):
        parts += in_threads(work, chunks[first : first + ROUND])
        told(min(len(receivers), (first + ROUND) * CHUNK))
    return parts


def points_of(ready: Ready, receivers: Receivers, ground_z: NDArray[np.float64]) -> Points:
    """Receivers as the compiled loop reads them."""
    return Points(
        x=np.ascontiguousarray(receivers.xy[:, 0]),
        y=np.ascontiguousarray(receivers.xy[:, 1]),
        z=ground_z + receivers.height_m,
        ground=ground_z,
        own=ready.standing.owner_of(receivers.building),
    )
