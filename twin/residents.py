"""How many people live in each H3 cell of a frozen city: reckoned once, then only looked up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import h3
import numpy as np
import pyproj
import shapely

from twin.citystate import CityState
from twin.models import CellResidents, TwinVersion
from twin.state import load

FINEST = 9
COARSEST = 7


def residents_in(version_id: int, cells: Iterable[str]) -> dict[str, float]:
    """Residents of those `cells` (H3, resolutions 9 to 7) in which somebody lives.

    Counted from the version's buildings, by their middle; a cell that is left out has nobody.
    Reckoned when first asked of a version and kept. Raises CivicError when its files are damaged.
    """
    stored = CellResidents.objects.filter(version_id=version_id)
    if not stored.exists():
        version = TwinVersion.objects.get(pk=version_id)
        keep_residents(version, load(version))
    return dict(stored.filter(cell__in=set(cells)).values_list("cell", "residents"))


def keep_residents(version: TwinVersion, state: CityState) -> None:
    """Store what residents_in looks up; the same again changes nothing."""
    CellResidents.objects.bulk_create(
        (
            CellResidents(version=version, cell=cell, residents=round(people, 2))
            for cell, people in residents_by_cell(state).items()
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )


def residents_by_cell(state: CityState) -> dict[str, float]:
    """Residents by H3 cell, for every resolution from FINEST to COARSEST."""
    table = state.tables["building"]
    people = np.nan_to_num(table.columns["residents"])
    lived_in = np.flatnonzero(people > 0)
    middles = shapely.centroid(table.geometry[lived_in])
    to_degrees = pyproj.Transformer.from_crs(state.crs, "EPSG:4326", always_xy=True)
    longitudes, latitudes = to_degrees.transform(shapely.get_x(middles), shapely.get_y(middles))
    found: dict[str, float] = defaultdict(float)
    for row, longitude, latitude in zip(lived_in, longitudes, latitudes, strict=True):
        found[h3.latlng_to_cell(latitude, longitude, FINEST)] += float(people[row])
    for resolution in range(FINEST - 1, COARSEST - 1, -1):
        below = [cell for cell in found if h3.get_resolution(cell) == resolution + 1]
        for cell in below:
            found[h3.cell_to_parent(cell, resolution)] += found[cell]
    return dict(found)
