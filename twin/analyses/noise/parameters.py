"""What the noise model takes as given; how unsure it is stands in `sampling.WORLDS`."""

from __future__ import annotations

from dataclasses import dataclass

from twin.analyses.sampling import WORLD_SAMPLES, WORLD_SEED


@dataclass(frozen=True)
class NoiseParameters:
    """Inputs of the noise maps; asdict of it is part of a run's fingerprint.

    samples, seed: worlds drawn beside the central one. range_m: streets farther from a receiver
    than this are left out. lateral_m: ways around buildings count for sources up to this distance.
    reflect_m: walls up to this distance from a receiver reflect to it, from all streets in range.
    prune: share of a receiver's energy (all streets equally loud) that its weakest streets may lose
    together. spacing_m: metres of facade per receiver. step_m: grid. piece_m, far_piece_m: longest
    pieces of street that count as one point, near and far; a piece longer than half its distance is
    always split further. refine: a far piece counts as one point only where this share of what it
    would give in plain sight is less than what nearer streets give.

    favourable_day, _evening, _night: share of the time in which the weather carries sound well;
    0.5, 0.75 and 1.0 are the values of the Good Practice Guide, version 2 (WG-AEN 2007), toolkit
    17, for places without weather data. temperature_c, humidity_percent: yearly means, 15 and 70
    as in NMPB 2008 (Setra 2009). ground: factor G where nothing else is known, 0 = hard.
    absorption: of facades, 0.1 for plain walls (Good Practice Guide, toolkit 16).
    heavy_two_axles: share of two-axled lorries and buses among heavy vehicles, 3 of 7 on a
    municipal street after RLS-19 (2019), Table 2.
    """

    samples: int = WORLD_SAMPLES
    seed: int = WORLD_SEED
    range_m: float = 300.0
    lateral_m: float = 60.0
    reflect_m: float = 100.0
    prune: float = 1e-5
    refine: float = 1.0
    spacing_m: float = 12.0
    step_m: float = 20.0
    piece_m: float = 15.0
    far_piece_m: float = 90.0
    favourable_day: float = 0.5
    favourable_evening: float = 0.75
    favourable_night: float = 1.0
    temperature_c: float = 15.0
    humidity_percent: float = 70.0
    ground: float = 0.0
    absorption: float = 0.1
    heavy_two_axles: float = 0.43

    def favourable(self) -> tuple[float, float, float]:
        """Share of favourable conditions by day, evening and night."""
        return self.favourable_day, self.favourable_evening, self.favourable_night


SOURCE_HEIGHT_M = 0.05
"""Directive 2015/996, Annex, 2.2.1: road vehicles are one point source 0.05 m above the road."""
DEFAULT_HEIGHT_M = 6.0
"""Height of a building whose height is unknown: two storeys of 3 m."""
BRIDGE_M = 6.0
"""Height of a bridge per level where its own altitude is unknown."""
STEEPEST_PERCENT = 12.0
"""The steepest gradient for which Directive 2015/996, 2.2.4, corrects the emission. Steeper ones
come from wrong heights in the data; those above twice this count as level."""
GROUND_FACTORS = {"park": 0.7, "planting": 1.0, "open_ground": 0.7, "square": 0.0}
"""G by category of green: Directive 2015/996, Table 2.5.a: D (lawn) 1, E (compacted lawns, parks,
compacted field) 0.7, G (asphalt, concrete) and H (water) 0."""
FLOOR_DB = 20.0
"""No receiver is given a lower level: other sounds than the road's are always louder."""
