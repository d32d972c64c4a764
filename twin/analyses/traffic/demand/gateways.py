"""The cordon: streets that leave the area, and the traffic that comes and goes there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.analyses.network import DriveNetwork, Nodes
from twin.analyses.traffic.parameters import TrafficParameters
from twin.citystate import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EDGE_M = 1.0
"""A dead end this close to the edge of the street table's bounding box was cut by it."""


@dataclass(frozen=True)
class Gateways:
    """node: where a street leaves the area. enter, leave: vehicles per peak hour (synthetic).

    heavy: share of heavy vehicles in both.
    """

    node: Ints
    enter: Floats
    leave: Floats
    heavy: Floats

    def __len__(self) -> int:
        return len(self.node)


def usable_gateways(gateways: Gateways, network: DriveNetwork) -> Gateways:
    """The gateways with traffic only where the network can take it: in, out or both."""
    enter = np.where(network.inward[gateways.node], gateways.enter, 0.0)
    leave = np.where(network.outward[gateways.node], gateways.leave, 0.0)
    keep = (enter > 0) | (leave > 0)
    return Gateways(gateways.node[keep], enter[keep], leave[keep], gateways.heavy[keep])


def gateways_of(street: Table, nodes: Nodes, parameters: TrafficParameters) -> Gateways:
    """Gateways at the dead ends on the edge of the area, by importance and direction.

    A street enters if one may drive from its outer end inwards. Streets need car, restricted,
    direction, importance.
    """
    if not len(street):
        none = np.empty(0)
        return Gateways(none.astype(np.int64), none, none, none)
    c = street.columns
    drivable = np.flatnonzero(c["car"].astype(bool) & ~c["restricted"].astype(bool))
    west, south, east, north = shapely.total_bounds(street.geometry)
    x, y = nodes.xy.T
    edge = np.minimum.reduce([x - west, east - x, y - south, north - y]) < EDGE_M
    ends = np.concatenate([nodes.start[drivable], nodes.end[drivable]])
    lonely = np.bincount(ends, minlength=len(nodes)) == 1
    found: list[tuple[int, float, float, float]] = []
    for row in drivable:
        level = int(c["importance"][row])
        flow, heavy = parameters.gateway_flow(level), parameters.gateway_heavy(level)
        if flow <= 0:
            continue
        into, out = c["direction"][row] != "backward", c["direction"][row] != "forward"
        if edge[nodes.start[row]] and lonely[nodes.start[row]]:
            found.append((int(nodes.start[row]), flow * into, flow * out, heavy))
        elif edge[nodes.end[row]] and lonely[nodes.end[row]]:
            found.append((int(nodes.end[row]), flow * out, flow * into, heavy))
    found.sort()
    table = np.array(found, dtype=float).reshape(-1, 4)
    return Gateways(table[:, 0].astype(np.int64), table[:, 1], table[:, 2], table[:, 3])
