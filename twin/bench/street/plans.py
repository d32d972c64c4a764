"""What-ifs drawn by a seed: streets that matter, so that no answer is trivially fast."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from twin.analyses.contract import Outcome
from twin.citystate import CityState
from twin.edits.kinds.add_building import AddBuilding
from twin.edits.kinds.ban_heavy import BanHeavy
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.edits.kinds.remove_building import RemoveBuilding
from twin.edits.kinds.speed import SetSpeed
from twin.overlay import Change

BUSIEST = 300
ZONE = 200
BANNED = 40
Draw = Callable[[CityState, Outcome, int], Change]


def _open(state: CityState) -> np.ndarray:
    columns = state.tables["street"].columns
    return np.flatnonzero(columns["car"] & ~columns["restricted"])


def _busiest(traffic: Outcome) -> np.ndarray:
    """Rows of the busiest pieces, the busiest first."""
    layer = next(one for one in traffic.layers if one.name == "streets")
    order = np.argsort(-np.nan_to_num(layer.columns["volume_veh_h"]), kind="stable")
    return np.asarray(layer.feature_ids)[order[:BUSIEST]]


def _around(state: CityState, row: int, count: int, among: np.ndarray) -> list[int]:
    """The `count` rows of `among` nearest to one street."""
    shapes = state.tables["street"].geometry
    away = shapely.distance(shapes[row], shapes[among])
    return [int(one) for one in among[np.argsort(away, kind="stable")[:count]]]


def _urns(state: CityState, rows: list[int]) -> tuple[str, ...]:
    return tuple(sorted(str(state.tables["street"].urn[row]) for row in rows))


def close_a_street(state: CityState, traffic: Outcome, seed: int) -> Change:
    """One of the 300 busiest pieces, and what carries the same name within 300 m of it."""
    rng = np.random.default_rng(seed)
    row = int(rng.choice(_busiest(traffic)))
    street = state.tables["street"]
    same = [
        one
        for one in _around(state, row, 40, _open(state))
        if street.columns["name"][one] == street.columns["name"][row]
    ]
    return CloseToCars(_urns(state, same or [row]))


def slow_zone(state: CityState, traffic: Outcome, seed: int) -> Change:
    """30 km/h on the 200 pieces around one of the busiest that have another speed now."""
    rng = np.random.default_rng(1_000 + seed)
    row = int(rng.choice(_busiest(traffic)))
    speed = state.tables["street"].columns["speed_kmh"]
    among = _open(state)
    among = among[speed[among] != 30]
    return SetSpeed(_urns(state, _around(state, row, ZONE, among)), 30)


def no_lorries(state: CityState, traffic: Outcome, seed: int) -> Change:
    """No lorries on the 40 pieces around one of the busiest."""
    rng = np.random.default_rng(2_000 + seed)
    row = int(rng.choice(_busiest(traffic)))
    return BanHeavy(_urns(state, _around(state, row, BANNED, _open(state))))


WHAT_IFS: dict[str, Draw] = {
    "close a street": close_a_street,
    "30 km/h on 200 links": slow_zone,
    "no lorries": no_lorries,
}


def new_building(state: CityState, seed: int, side_m: float = 18.0) -> Change:
    """A block of 15 m where nothing stands, within 60 m of homes; drawn in EPSG:4326."""
    import pyproj

    rng = np.random.default_rng(3_000 + seed)
    homes = state.tables["building"].columns["residents"] > 0
    shapes = state.tables["building"].geometry
    tree = shapely.STRtree([*shapes, *state.tables["street"].geometry])
    turn = pyproj.Transformer.from_crs(state.crs, "EPSG:4326", always_xy=True)
    for row in rng.permutation(np.flatnonzero(homes)):
        centre = shapely.centroid(shapes[row])
        for dx, dy in rng.uniform(-60, 60, (12, 2)):
            x, y = centre.x + dx, centre.y + dy
            square = shapely.box(x, y, x + side_m, y + side_m)
            if not len(tree.query(square.buffer(1.0), "intersects")):
                corners = [turn.transform(*corner) for corner in square.exterior.coords]
                ring = tuple((round(lon, 7), round(lat, 7)) for lon, lat in corners)
                return AddBuilding(ring, 15, 5, 20, "residential")
    raise ValueError("there is no room for another building")


def gone_building(state: CityState, seed: int) -> Change:
    """One of the inhabited buildings taken away."""
    rng = np.random.default_rng(4_000 + seed)
    building = state.tables["building"]
    homes = np.flatnonzero(building.columns["residents"] > 0)
    return RemoveBuilding((str(building.urn[int(rng.choice(homes))]),))
