"""Where the demo's invented comments stand: spots on real streets, EPSG:4326.

Rounded from the streets of IGN BD TOPO® (2025-06-15, Licence Ouverte 2.0).
"""

from __future__ import annotations

from random import Random

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon

# name, longitude, latitude, weight
Spot = tuple[str, float, float, int]

STRASBOURG: list[Spot] = [
    ("Place du Port Communeau", -1.55434, 47.21965, 6),
    ("Rue Garde Dieu", -1.55380, 47.21902, 8),
    ("Rue Saint Jean", -1.55336, 47.21850, 10),
    ("Rue Notre Dame", -1.55318, 47.21829, 12),
    ("Rue Général Leclerc de Hautecloque", -1.55291, 47.21798, 12),
    ("Rue Beau-Soleil", -1.55240, 47.21737, 18),
    ("Rue de Verdun", -1.55225, 47.21720, 20),
    ("Rue des Carmélites", -1.55184, 47.21673, 20),
    ("Rue du Château", -1.55148, 47.21631, 16),
    ("Rue de l’Emery", -1.55109, 47.21585, 16),
    ("Allée du Port Maillard", -1.55051, 47.21516, 12),
    ("Cours Franklin Roosevelt", -1.55037, 47.21496, 8),
    ("Rue des Pénitentes", -1.55365, 47.21947, 10),
    ("Rue du Refuge", -1.55222, 47.21861, 6),
    ("Rue Maurice Duval", -1.55355, 47.21996, 4),
    ("Rue Stanislas Baudry", -1.54329, 47.21809, 14),
    ("Allée des Généraux Patton et Wood", -1.54552, 47.21664, 12),
    ("Rue Gambetta", -1.54802, 47.21983, 8),
    ("Rue Préfet Bonnefoy", -1.54997, 47.22186, 3),
    ("Rue Lorette de la Refoulais", -1.54586, 47.22065, 3),
]
COURS: list[Spot] = [
    ("Cours des 50 Otages", -1.55703, 47.21736, 14),
    ("Place du Cirque", -1.55721, 47.21797, 8),
    ("Rue de Feltre", -1.55661, 47.21622, 10),
    ("Place de l’Écluse", -1.55609, 47.21512, 8),
]
FOSSE: list[Spot] = [
    ("Quai de la Fosse", -1.56565, 47.20953, 12),
    ("Place de la Petite Hollande", -1.56137, 47.21104, 8),
    ("Médiathèque", -1.56324, 47.21029, 8),
]
# About 11 m of latitude and 7.5 m of longitude at 47° N.
_STEP = 0.0001


def choose(chance: Random, spots: list[Spot]) -> Spot:
    """A spot, the heavy ones more often."""
    return chance.choices(spots, [spot[3] for spot in spots])[0]


def near(chance: Random, spot: Spot) -> GEOSGeometry:
    """A point, now and then a short line or a small area, within some 30 m of a spot."""
    longitude = spot[1] + chance.gauss(0, 2) * _STEP
    latitude = spot[2] + chance.gauss(0, 1.5) * _STEP
    shape = chance.random()
    if shape < 0.8:
        return Point(longitude, latitude, srid=4326)
    east, north = chance.uniform(1, 5) * _STEP, chance.uniform(1, 4) * _STEP
    if shape < 0.94:
        return LineString((longitude, latitude), (longitude - east, latitude + north), srid=4326)
    box = Polygon.from_bbox((longitude, latitude, longitude + east, latitude + north))
    box.srid = 4326
    return box
