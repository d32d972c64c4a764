"""What the air model takes as given."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.sampling import WORLD_SAMPLES, WORLD_SEED


@dataclass(frozen=True)
class AirParameters:
    """year: of the fleet, 2015 to 2030. electric_share: of cars and vans, None for the cohorts'
    own. weather: rows (from_deg, share, wind_m_s, stability 1 to 6, lid_m), hours of a year or a
    table; empty for the assumed rose. roughness_cm: of the ground, 3 to 400 (100: a town; Benson
    1979). grid_m: step of the grid.

    background_no2, _nox (counted as NO2), _pm10, _pm25, _o3: µg/m³, what the air brings along
    without the streets of the area; annual means, assumed: urban stations of Nantes had 18 of NO2
    in 2014 (Profil environnemental des Pays de la Loire) and less every year, their own town's
    streets included. primary_no2: share of NO2 in the NOx that leaves
    the exhaust. worst_wind_m_s, worst_stability: of the worst hour. radiation_w_m2, air_c: sun and
    temperature in it. canyon_light_veh_h, canyon_heavy_veh_h, canyon_kmh: the traffic that stirs
    the air of a canyon 15 m wide; fixed, so that concentrations stay in proportion to emissions.
    """

    year: int = 2024
    electric_share: float | None = None
    weather: tuple[tuple[float, ...], ...] = ()
    roughness_cm: float = 100.0
    grid_m: float = 20.0
    background_no2: float = 9.0
    background_nox: float = 13.0
    background_pm10: float = 15.0
    background_pm25: float = 8.5
    background_o3: float = 58.0
    primary_no2: float = 0.20
    worst_wind_m_s: float = 1.0
    worst_stability: int = 5
    radiation_w_m2: float = 100.0
    air_c: float = 10.0
    canyon_light_veh_h: float = 600.0
    canyon_heavy_veh_h: float = 18.0
    canyon_kmh: float = 30.0
    samples: int = WORLD_SAMPLES
    seed: int = WORLD_SEED


MOST: dict[str, tuple[float, float]] = {
    "electric_share": (0.0, 1.0),
    "primary_no2": (0.0, 1.0),
    "roughness_cm": (3.0, 400.0),
    "grid_m": (1.0, 1000.0),
    "worst_stability": (1.0, 6.0),
}
"""What these may be; any other number is 0 or more. Roughness: Benson (1979)."""
NO_SENSE = _("A setting of the air model is no number that makes sense.")


def check(parameters: AirParameters) -> None:
    """Raises BadInput naming the setting that cannot be."""
    for name, value in asdict(parameters).items():
        if value is None or name in ("weather", "seed"):
            continue
        low, high = MOST.get(name, (0.0, math.inf))
        if not low <= value <= high:
            raise BadInput(NO_SENSE, field=name)
