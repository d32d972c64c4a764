"""How high the ground lies, from what is known of streets and buildings."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from twin.citystate import CityState

Floats = NDArray[np.float64]

NEIGHBOURS = 8
SMOOTH_M = 5.0
"""Known points nearer than about this are averaged."""
ESTIMATED = "ground level and residents estimated"
"""In the quality of a building that a plan adds (twin.overlay.buildings)."""
OFF_M = 6.0
"""A height that differs more from the middle of its neighbours is taken for a slip in the data."""


class Ground(NamedTuple):
    """Points of known ground altitude: xy (n, 2) in the city's metric CRS, z (n,) in metres.

    slips: heights left out because their neighbours say otherwise.
    """

    xy: Floats
    z: Floats
    slips: int

    def at(self, xy: Floats) -> Floats:
        """Altitude at points of shape (k, 2): the nearest known ones, weighed by distance.

        Flat at 0 where nothing is known at all.
        """
        if not len(self.z) or not len(xy):
            return np.zeros(len(xy))
        count = min(NEIGHBOURS, len(self.z))
        distance, which = cKDTree(self.xy).query(xy, k=count)
        distance, which = distance.reshape(len(xy), count), which.reshape(len(xy), count)
        weight = 1.0 / (distance**2 + SMOOTH_M**2)
        return np.asarray((weight * self.z[which]).sum(axis=1) / weight.sum(axis=1))


def ground_of(state: CityState) -> Ground:
    """Known altitudes: the ends of streets on the ground, and the feet of buildings."""
    xy, z = [np.empty((0, 2))], [np.empty(0)]
    street, building = state.tables.get("street"), state.tables.get("building")
    if street is not None and len(street):
        on_ground = street.columns["level"] == 0
        for name, position in (("z_start_m", 0), ("z_end_m", -1)):
            if name in street.columns:
                height = street.columns[name].astype(float)
                here = on_ground & np.isfinite(height)
                ends = shapely.get_point(street.geometry[here], position)
                xy.append(shapely.get_coordinates(ends))
                z.append(height[here])
    if building is not None and "ground_z_m" in building.columns:
        height = building.columns["ground_z_m"].astype(float)
        here = np.isfinite(height) & ~shapely.is_empty(building.geometry)
        if "quality" in building.columns:
            # What a plan adds knows no more of the ground than what is there.
            here &= np.char.find(building.columns["quality"].astype(str), ESTIMATED) < 0
        xy.append(shapely.get_coordinates(shapely.centroid(building.geometry[here])))
        z.append(height[here])
    return _without_slips(np.concatenate(xy), np.concatenate(z))


def _without_slips(xy: Floats, z: Floats) -> Ground:
    """One height per place, and none that its neighbours contradict."""
    sound = np.isfinite(xy).all(axis=1)
    places, which = np.unique(np.round(xy[sound], 1), axis=0, return_inverse=True)
    count = np.bincount(which.reshape(-1), minlength=len(places))
    total = np.bincount(which.reshape(-1), weights=z[sound], minlength=len(places))
    z = total / np.maximum(count, 1)
    if len(z) <= NEIGHBOURS:
        return Ground(places, z, 0)
    _, near = cKDTree(places).query(places, k=NEIGHBOURS + 1)
    slip = np.abs(z - np.median(z[near[:, 1:]], axis=1)) > OFF_M
    return Ground(places[~slip], z[~slip], int(slip.sum()))
