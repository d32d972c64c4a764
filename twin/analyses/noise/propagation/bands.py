"""Octave bands and what depends on the band alone (CNOSSOS-EU, Directive (EU) 2015/996)."""

from __future__ import annotations

import numpy as np

BANDS = 8
NOMINAL_HZ = np.array([63.0, 125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0])
EXACT_HZ = 1000.0 * 10.0 ** (0.3 * np.arange(-4.0, 4.0))
"""Exact mid-band frequencies (IEC 61260), used for atmospheric absorption as ISO 9613-1 asks."""
A_WEIGHTING_DB = np.array([-26.2, -16.1, -8.6, -3.2, 0.0, 1.2, 1.0, -1.1])
SOUND_SPEED_M_S = 340.0
"""Speed of sound of the method's path differences (2021/1226). Its ground terms are computed with
the same one: the reference values of ISO/TR 17534-4 come out closest so."""
WAVELENGTH_M = SOUND_SPEED_M_S / NOMINAL_HZ
WAVE_NUMBER = 2.0 * np.pi / WAVELENGTH_M
F_2_5 = NOMINAL_HZ**2.5
F_1_5 = NOMINAL_HZ**1.5
F_0_75 = NOMINAL_HZ**0.75
