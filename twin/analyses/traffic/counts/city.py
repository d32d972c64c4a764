"""Counts of a city's streets, and trips of every world adjusted to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from twin.analyses.traffic.counts.calibrate import adjust, share_within
from twin.analyses.traffic.demand import Demand
from twin.analyses.traffic.loading import Streets
from twin.analyses.traffic.settling import Loaded
from twin.citystate import CityState

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDS = 3
"""Adjusting the trips moves the traffic, so both are done in turn."""


@dataclass(frozen=True)
class Counts:
    """street: row of a counted street. veh_h: vehicles per peak hour, both directions."""

    street: Ints
    veh_h: Floats

    def __len__(self) -> int:
        return len(self.street)


@dataclass(frozen=True)
class Fit:
    """counts: how many. before, after: share of them with a GEH below 5."""

    counts: int = 0
    before: float = 0.0
    after: float = 0.0


def counts_of(state: CityState, streets: Streets) -> Counts:
    """The counts on drivable streets in the state's table "count", none where it has no such.

    The table's columns: street (URN of the street counted), veh_h (vehicles in the morning peak
    hour of a weekday, both directions). Unknown streets and impossible numbers are left out.
    """
    table = state.tables.get("count")
    if table is None or not len(table):
        return Counts(np.empty(0, dtype=np.int64), np.empty(0))
    row_of = {urn: row for row, urn in enumerate(state.tables["street"].urn.tolist())}
    rows = np.array([row_of.get(urn, -1) for urn in table.columns["street"].tolist()])
    veh_h = table.columns["veh_h"].astype(float)
    usable = np.isin(rows, streets.network.street) & np.isfinite(veh_h) & (veh_h >= 0)
    return Counts(rows[usable].astype(np.int64), veh_h[usable])


def calibrated(
    demands: Sequence[Demand],
    counts: Counts,
    streets: Streets,
    load: Callable[[Demand], Loaded],
) -> tuple[tuple[Demand, ...], Fit]:
    """The trips of every world, adjusted as those of the first (central) one are.

    demands: of the same pairs. load: the central world's traffic for given trips.
    """
    if not len(counts):
        return tuple(demands), Fit()
    central, before = demands[0], -1.0
    for _ in range(ROUNDS):
        loaded = load(central)
        share = _shares(counts, streets, loaded, central)
        if before < 0:
            before = share_within(share @ central.trips, counts.veh_h)
        central = _times(central, adjust(central.trips, share, counts.veh_h))
    met = _shares(counts, streets, load(central), central) @ central.trips
    factor = central.trips / np.maximum(demands[0].trips, 1e-300)
    others = [_times(one, factor) for one in demands[1:]]
    return (central, *others), Fit(len(counts), before, share_within(met, counts.veh_h))


def _shares(counts: Counts, streets: Streets, loaded: Loaded, demand: Demand) -> csr_array:
    """How much of each pair's trips passes each count, shape (counts, pairs)."""
    routes, pairs = loaded.routes, len(demand.trips)
    row_of = np.full(int(max(streets.network.street.max(), counts.street.max())) + 1, -1)
    row_of[counts.street] = np.arange(len(counts))
    place = np.full(len(streets.network) + 2 * len(streets.ties.place), -1)
    place[: len(streets.network)] = row_of[streets.network.street]
    path = np.repeat(np.arange(len(routes)), np.diff(routes.start))
    where = place[routes.links]
    passes = where >= 0
    pair = routes.commodity[path[passes]] % pairs
    total = np.bincount(routes.commodity % pairs, routes.flow, minlength=pairs)
    weight = routes.flow[path[passes]] / np.maximum(total[pair], 1e-300)
    return csr_array((weight, (where[passes], pair)), shape=(len(counts), pairs))


def _times(demand: Demand, factor: Floats) -> Demand:
    return replace(demand, trips=demand.trips * factor, heavy=demand.heavy * factor)
