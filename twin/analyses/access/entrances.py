"""Where things meet the walkable network: the nearest point of the nearest street."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.network import WalkNetwork

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FARTHEST_M = 200.0
"""A building farther than this from any walkable street counts as unreachable."""


@dataclass(frozen=True)
class Entrances:
    """Points on the network, arrays of shape (things,).

    edge: position in the walk network, -1 where none is near. share: where along it, 0 to 1.
    metres: straight way from the thing to that point.
    """

    edge: Ints
    share: Floats
    metres: Floats

    def __len__(self) -> int:
        return len(self.edge)

    def ends(self, network: WalkNetwork) -> tuple[Ints, Floats]:
        """Both end nodes of each entrance's edge and the effort to them, shape (2, things)."""
        edge = np.maximum(self.edge, 0)
        effort = network.effort_m[edge]
        node = np.stack([network.start[edge], network.end[edge]])
        way = np.stack([self.share * effort, (1 - self.share) * effort]) + self.metres
        return node, np.where(self.edge >= 0, way, np.inf)


def entrances(network: WalkNetwork, lines: NDArray[Any], things: NDArray[Any]) -> Entrances:
    """Entrances of `things` (points or polygons, metric CRS) to the main part of the network.

    lines: geometry of the whole street table, shape (streets,). A building is entered where it
    is nearest to a street; the way from its centre to that street is walked straight.
    """
    main = np.flatnonzero(network.main[network.start])
    edge = np.full(len(things), -1, dtype=np.int64)
    share, metres = np.zeros(len(things)), np.full(len(things), np.inf)
    if not len(main) or not len(things):
        return Entrances(edge, share, metres)
    streets = lines[network.street[main]]
    thing, nearest = shapely.STRtree(streets).query_nearest(
        things, max_distance=FARTHEST_M, all_matches=False
    )
    line = streets[nearest]
    centre = shapely.centroid(things[thing])
    edge[thing] = main[nearest]
    share[thing] = shapely.line_locate_point(line, centre, normalized=True)
    metres[thing] = shapely.distance(line, centre)
    return Entrances(edge, share, metres)
