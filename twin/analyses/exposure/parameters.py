"""Limits and thresholds that people's noise and air are held against, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from twin.analyses.sampling import WORLD_SAMPLES, WORLD_SEED


@dataclass(frozen=True)
class Threshold:
    """People with more than `value` of `measure` ("lden", "lnight", "no2", "pm25", "pm10").

    reached: whether `value` itself counts, as in bands that begin at it.
    """

    code: str
    measure: str
    value: float
    reached: bool = False


BANDS = (
    Threshold("people_lden_55", "lden", 55.0, reached=True),
    Threshold("people_lden_65", "lden", 65.0, reached=True),
    Threshold("people_lnight_50", "lnight", 50.0, reached=True),
    Threshold("people_lnight_55", "lnight", 55.0, reached=True),
)
"""Directive 2002/49/EC, Annex VI: bands from 55 dB Lden and 50 dB Lnight on are reported."""
WHO_NOISE = (
    Threshold("people_who_lden", "lden", 53.0),
    Threshold("people_who_lnight", "lnight", 45.0),
)
"""WHO (2018), Environmental Noise Guidelines for the European Region, road traffic."""
AIR = (
    Threshold("people_no2_who", "no2", 10.0),
    Threshold("people_no2_2030", "no2", 20.0),
    Threshold("people_no2_limit", "no2", 40.0),
    Threshold("people_pm25_who", "pm25", 5.0),
    Threshold("people_pm25_2030", "pm25", 10.0),
    Threshold("people_pm25_limit", "pm25", 25.0),
    Threshold("people_pm10_who", "pm10", 15.0),
    Threshold("people_pm10_2030", "pm10", 20.0),
    Threshold("people_pm10_limit", "pm10", 40.0),
)
"""Yearly means, µg/m³. who: WHO (2021), Global air quality guidelines. 2030: Directive (EU)
2024/2881, Annex I, table 1, from 2030 on. limit: Directive 2008/50/EC, Annexes XI and XIV."""
CLEAR_DB = 1.0
"""A gainer's Lden falls by at least this: about what one can just tell apart."""
CLEAR_NO2 = 1.0
"""A gainer's NO2 falls by at least this, µg/m³: a tenth of the WHO's guideline."""
FLOOR_DB = 30.0
"""Road noise below this is not told apart from silence: other sounds of a city are louder."""
WORST_SHARE = 0.1
LDEN_BANDS_DB = (50.0, 55.0, 60.0, 65.0, 70.0, 75.0)
LNIGHT_BANDS_DB = (45.0, 50.0, 55.0, 60.0, 65.0, 70.0)
"""Limits between the 5 dB bands that people are counted in."""


@dataclass(frozen=True)
class ExposureParameters:
    """samples, seed: draws of health functions, as many as the draws of noise and air.

    limit_lden_db, limit_lnight_db: the country's limits for road noise; France: arrêté du 4 avril
    2006, article 7. Change them for another country.
    """

    samples: int = WORLD_SAMPLES
    seed: int = WORLD_SEED
    limit_lden_db: float = 68.0
    limit_lnight_db: float = 62.0

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """All thresholds, noise before air."""
        own = (
            Threshold("people_limit_lden", "lden", self.limit_lden_db),
            Threshold("people_limit_lnight", "lnight", self.limit_lnight_db),
        )
        return (*BANDS, *WHO_NOISE, *own, *AIR)
