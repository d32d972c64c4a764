"""Streets as rows of point sources, 0.05 m above the road."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.noise.attenuation.ground import Ground
from twin.analyses.noise.parameters import BRIDGE_M, SOURCE_HEIGHT_M
from twin.citystate import CityState, Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DRIVEN = ("carriageway", "dual_carriageway", "roundabout", "track")


class Sources(NamedTuple):
    """Pieces of street, arrays of shape (n,), by street row and then along the street.

    street: row in the street table. x, y: its middle, metric CRS. dx, dy: from its start to its
    end.
    ground_z: altitude of the ground under its middle. z: altitude of the source, 0.05 m above the
    road. length_m: of the piece along the street.
    """

    street: Ints
    x: Floats
    y: Floats
    dx: Floats
    dy: Floats
    ground_z: Floats
    z: Floats
    length_m: Floats

    def part(self, which: NDArray[Any]) -> Sources:
        """The pieces that `which` (a mask or positions) picks."""
        return Sources(*(values[which] for values in self))


class Pieces(NamedTuple):
    """The same streets cut twice: `far` into pieces for distant receivers, `near` for close ones.

    first: (far + 1,), pieces near[first[k]:first[k + 1]] make up piece far[k]. whole: (far,),
    whether a far piece may stand for its near ones.
    """

    far: Sources
    near: Sources
    first: Ints
    whole: NDArray[np.bool_]

    def part(self, which: NDArray[Any]) -> Pieces:
        """The far pieces that the mask `which` picks, with their near ones."""
        count = np.diff(self.first)
        first = np.concatenate([[0], np.cumsum(count[which])])
        return Pieces(
            self.far.part(which), self.near.part(np.repeat(which, count)), first, self.whole[which]
        )

    def opened(self, covered: NDArray[np.bool_]) -> Pieces:
        """No far piece stands for near ones of which some are `covered` by a building."""
        whole = np.add.reduceat(covered, self.first[:-1]) == 0 if len(self.whole) else self.whole
        return self._replace(whole=whole)


def loud(street: Table) -> NDArray[np.bool_]:
    """Streets that can be sources: built for cars, not in a tunnel, with a length.

    A street closed to cars stays one, without traffic, so that closing it changes no operator.
    """
    columns = street.columns
    length = shapely.length(street.geometry)
    return np.asarray(
        np.isin(columns["road_class"], DRIVEN)
        & ~columns["restricted"].astype(bool)
        & (columns["level"] >= 0)
        & np.isfinite(length)
        & (length > 0)
    )


def pieces_of(state: CityState, ground: Ground, near_m: float, far_m: float) -> Pieces:
    """Every loud street cut into equal pieces of at most `far_m`, and these to at most `near_m`.

    On the ground a street lies at the ground's altitude; a bridge (level above 0) at its own,
    or 6 m up per level where that is unknown.
    """
    street = state.tables.get("street")
    if street is None or not len(street):
        none = Sources(np.empty(0, dtype=np.int64), *(np.empty(0) for _ in range(7)))
        return Pieces(none, none, np.zeros(1, dtype=np.int64), np.empty(0, dtype=bool))
    rows = np.flatnonzero(loud(street))
    length = shapely.length(street.geometry[rows])
    far = np.maximum(1, np.ceil(length / far_m)).astype(np.int64)
    each = np.maximum(1, np.ceil(length / far / near_m)).astype(np.int64)
    return Pieces(
        far=_cut(street, rows, far, ground),
        near=_cut(street, rows, far * each, ground),
        first=np.concatenate([[0], np.cumsum(np.repeat(each, far))]),
        whole=np.ones(int(far.sum()), dtype=bool),
    )


def _cut(street: Table, rows: Ints, pieces: Ints, ground: Ground) -> Sources:
    """The streets at `rows`, each cut into its number of equal `pieces`."""
    lines = street.geometry[rows]
    owner = np.repeat(np.arange(len(rows)), pieces)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = np.stack([number, number + 0.5, number + 1.0]) / pieces[owner]
    start, middle, end = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines[owner], at, normalized=True))
        for at in share
    )
    ground_z = ground.at(middle)
    z = ground_z + _above_ground(street, rows, owner, share[1], ground_z) + SOURCE_HEIGHT_M
    return Sources(
        street=rows[owner],
        x=np.ascontiguousarray(middle[:, 0]),
        y=np.ascontiguousarray(middle[:, 1]),
        dx=end[:, 0] - start[:, 0],
        dy=end[:, 1] - start[:, 1],
        ground_z=ground_z,
        z=z,
        length_m=(shapely.length(lines) / pieces)[owner],
    )


def _above_ground(
    street: Table, rows: Ints, owner: Ints, share: Floats, ground_z: Floats
) -> Floats:
    """Height of the road above the ground: 0 but on bridges."""
    level = street.columns["level"][rows][owner]
    first = street.columns["z_start_m"].astype(float)[rows][owner]
    last = street.columns["z_end_m"].astype(float)[rows][owner]
    own = first + (last - first) * share - ground_z
    usual = BRIDGE_M * level
    believed = np.isfinite(own) & (own > 0) & (own < 5 * BRIDGE_M)
    return np.where(level > 0, np.where(believed, own, usual), 0.0)
