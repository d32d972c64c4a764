"""How many people live in each building: dasymetric, from dwellings (pure).

No source here says who lives where. Each figure has its source.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PERSONS_PER_HOUSEHOLD = 4516.0 / 2797.0
"""1.61 persons: INSEE, Filosofi 2015, 200 m cells, the 15 cells of Madeleine - Champ-de-Mars in
Nantes centre: 4,516 persons (Ind) in 2,797 households (Men)."""
LIVED_IN = 0.919
"""Share of dwellings that are someone's main home: INSEE, census 2019, district (arrondissement)
of Nantes, table LOG T2; the rest are second homes (2.9 %) and vacant (5.1 %)."""
RESIDENTS_PER_DWELLING = PERSONS_PER_HOUSEHOLD * LIVED_IN
STOREY_M = 3.0
"""Height taken for one storey where storeys are unknown, metres."""


def floor_area_m2(footprint: Floats, storeys: Floats, height: Floats) -> Floats:
    """Floor area: footprint times storeys, or times height / 3 m where storeys are unknown."""
    by_height = np.maximum(1.0, np.round(height / STOREY_M))
    known = np.isfinite(storeys) & (storeys >= 1)
    return footprint * np.where(known, storeys, by_height)


def residents(dwellings: Floats, floor_area: Floats, homes: Bools) -> tuple[Floats, Bools]:
    """Residents per building, and where they were estimated without a count of dwellings.

    dwellings: NaN where unknown. floor_area: m2. homes: whether the building is residential; one
    without a count gets dwellings at the rate per floor area of those with a count.
    """
    known = np.isfinite(dwellings)
    counted = known & homes & (dwellings > 0)
    area = floor_area[counted].sum()
    rate = dwellings[counted].sum() / area if area > 0 else 0.0
    guessed = homes & ~known
    taken = np.where(known, dwellings, np.where(guessed, floor_area * rate, 0.0))
    return taken * RESIDENTS_PER_DWELLING, guessed
