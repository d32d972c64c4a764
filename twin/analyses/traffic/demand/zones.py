"""Zones: places where trips start and end, clustered from the buildings themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from portal.errors import BadInput
from portal.marking import gettext_noop
from twin.analyses.traffic.parameters import TrafficParameters
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NO_BUILDINGS = gettext_noop("The city has no building with homes or jobs, so no car trips start.")
MOST_ROUNDS = 60


@dataclass(frozen=True)
class Zones:
    """xy: metres, shape (zones, 2). departures, arrivals: car trips in the peak hour."""

    xy: Floats
    departures: Floats
    arrivals: Floats
    dwellings: float
    jobs: float

    def __len__(self) -> int:
        return len(self.xy)


def job_floor_m2(building: Table) -> Floats:
    """Gross floor area for shops and offices per building, m2, shape (n,).

    The whole floor area where the main use is commercial (half where homes are its second use),
    the ground floor where shops are the second use; sheds ("light") count none.
    """
    c = building.columns
    footprint = shapely.area(building.geometry)
    height = np.nan_to_num(c["height_m"].astype(float), nan=3.0)
    floors = c["storeys"].astype(float)
    floors = np.where(np.isfinite(floors) & (floors > 0), floors, np.maximum(1.0, height / 3.0))
    main, second = c["usage"], c["usage2"]
    share = np.where(main == "commercial", np.where(second == "residential", 0.5, 1.0), 0.0)
    share = np.where((main != "commercial") & (second == "commercial"), 1.0 / floors, share)
    return np.asarray(footprint * floors * np.where(c["light"].astype(bool), 0.0, share))


def zones_of(building: Table, parameters: TrafficParameters) -> Zones:
    """Zones clustered from buildings with dwellings or jobs, weighted by their trips.

    Seeded k-means (Lloyd 1982 with k-means++ starts); arrivals are not yet balanced. Raises
    BadInput when no building has either.
    """
    dwellings = np.nan_to_num(building.columns["dwellings"].astype(float))
    jobs = job_floor_m2(building) / parameters.floor_per_job_m2
    departures = dwellings * parameters.departures_per_dwelling
    arrivals = jobs * parameters.arrivals_per_job
    weight = departures + arrivals
    busy = np.flatnonzero(weight > 0)
    if not len(busy):
        raise BadInput(NO_BUILDINGS)
    points = shapely.get_coordinates(shapely.centroid(building.geometry[busy]))
    owner, centre = _cluster(points, weight[busy], parameters.zones, parameters.seed)
    count = len(centre)
    return Zones(
        xy=centre,
        departures=_sum_by(owner, departures[busy], count),
        arrivals=_sum_by(owner, arrivals[busy], count),
        dwellings=float(dwellings.sum()),
        jobs=float(jobs.sum()),
    )


def _cluster(points: Floats, weight: Floats, count: int, seed: int) -> tuple[Ints, Floats]:
    """Weighted k-means: cluster of each point and the clusters' centres, numbered west to east."""
    rng = np.random.default_rng(seed)
    count = min(count, len(np.unique(points, axis=0)))
    centre = points[rng.choice(len(points), p=weight / weight.sum())][None]
    while len(centre) < count:
        far, _ = cKDTree(centre).query(points)
        chance = weight * far**2
        centre = np.vstack([centre, points[rng.choice(len(points), p=chance / chance.sum())]])
    owner = np.zeros(len(points), dtype=np.int64)
    for _ in range(MOST_ROUNDS):
        owner = np.asarray(cKDTree(centre).query(points)[1], dtype=np.int64)
        mass = _sum_by(owner, weight, count)
        moved = np.column_stack([_sum_by(owner, weight * points[:, k], count) for k in (0, 1)])
        moved = np.where(mass[:, None] > 0, moved / np.maximum(mass, 1e-12)[:, None], centre)
        if np.allclose(moved, centre, atol=0.01):
            break
        centre = moved
    order = np.lexsort((centre[:, 1], centre[:, 0]))
    rank = np.argsort(order)
    return rank[owner], centre[order]


def _sum_by(owner: Ints, values: Floats, count: int) -> Floats:
    return np.bincount(owner, values, minlength=count).astype(float)
