"""Whose door the traffic passes: homes by the street they stand at, and what a plan does there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.traffic.demand import carriageway_rows
from twin.analyses.traffic.measures import Measured
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AT_THE_STREET_M = 30.0
"""A building farther from any carriageway than this does not stand at a street."""
BUSY_VEH_H = 500.0
"""One car every seven seconds: about the medium street (550 in the peak hour) on which people knew
fewer neighbours than on the light one (200). Appleyard, D. & Lintell, M. (1972), The environmental
quality of city streets, Journal of the American Institute of Planners 38(2)."""
CLEAR_SHARE, CLEAR_VEH_H = 0.25, 50.0
"""A change at the door counts from a quarter of today's traffic and 50 cars an hour on."""


@dataclass(frozen=True)
class Doors:
    """street: row of the carriageway each inhabited building stands at. homes: its dwellings."""

    street: Ints
    homes: Floats


def doors_of(street: Table, building: Table) -> Doors:
    """The street at the door of every building with dwellings, within 30 m."""
    rows = carriageway_rows(street)
    homes = np.nan_to_num(building.columns["dwellings"].astype(float))
    lived_in = np.flatnonzero(homes > 0)
    which, nearest = shapely.STRtree(street.geometry[rows]).query_nearest(
        building.geometry[lived_in], max_distance=AT_THE_STREET_M, all_matches=False
    )
    return Doors(street=rows[nearest], homes=homes[lived_in[which]])


def measure_doors(doors: Doors, volume: Floats, before: Floats) -> Measured:
    """Homes at busy streets, and homes with clearly fewer or more cars at the door than before.

    volume, before: veh/h per street row.
    """
    now, then = volume[doors.street], before[doors.street]
    step = np.maximum(CLEAR_SHARE * then, CLEAR_VEH_H)
    return {
        ("homes_busy", ""): float(doors.homes[now >= BUSY_VEH_H].sum()),
        ("homes_less_traffic", ""): float(doors.homes[now <= then - step].sum()),
        ("homes_more_traffic", ""): float(doors.homes[now >= then + step].sum()),
    }
