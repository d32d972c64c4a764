"""Hot exhaust of motorcycles and mopeds by mean speed."""

from __future__ import annotations

HOT = """
motorcycle 1 NOx POLY5 0 0 140 6.46e-11 -1.74e-08 1.41e-06 1.98e-05 -0.00179 0.245
motorcycle 2 NOx POLY5 0 0 140 -9.3e-12 5.28e-09 -1.05e-06 0.000139 -0.00692 0.186
motorcycle 3 NOx POLY5 0 0 140 -1.93e-11 8.17e-09 -1.3e-06 0.000118 -0.00482 0.107
motorcycle 0 NOx POLY5 0 0 140 5.33e-10 -1.66e-07 1.91e-05 -0.00093 0.0202 0.0854
motorcycle 1 PM POLY5 0 10 110 0 0 0 0 0 0.02
motorcycle 2 PM POLY5 0 10 110 0 0 0 0 0 0.005
motorcycle 3 PM POLY5 0 10 110 0 0 0 0 0 0.005
motorcycle 0 PM POLY5 0 10 110 0 0 0 0 0 0.02
motorcycle 1 FC POLY5 0 0 140 -1.23e-08 5.43e-06 -0.000926 0.0806 -3.52 92.5
motorcycle 2 FC POLY5 0 0 140 -1.23e-08 5.41e-06 -0.000914 0.0782 -3.33 85.1
motorcycle 3 FC POLY5 0 0 140 -1.23e-08 5.41e-06 -0.000914 0.0782 -3.33 85.1
motorcycle 0 FC POLY5 0 0 140 -1.6e-08 6.94e-06 -0.00115 0.0955 -3.98 102
moped 1 NOx CONST 0 0 50 0.22
moped 2 NOx CONST 0 0 50 0.17
moped 3 NOx CONST 0 0 50 0.17
moped 0 NOx CONST 0 0 50 0.056
moped 1 PM CONST 0 0 50 0.04
moped 2 PM CONST 0 0 50 0.007
moped 3 PM CONST 0 0 50 0.004
moped 0 PM CONST 0 0 50 0.176
moped 1 FC CONST 0 0 50 20
moped 2 FC CONST 0 0 50 20
moped 3 FC CONST 0 0 50 20
moped 0 FC CONST 0 0 50 25
"""
"""A row: vehicle, Euro class (0: before the first), pollutant, form, reduction, slowest and fastest
speed in km/h, coefficients (functions.py says how they are used); g/km, FC is fuel.
EMEP/EEA guidebook 2013, part 1.A.3.b.i-iv, Tier 3: motorcycles with four strokes, 250 to 750 cm3;
mopeds with four strokes."""
