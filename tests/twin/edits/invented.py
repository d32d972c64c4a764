"""Edits invented from what a kind declares, so that a law needs no list of its own."""

from __future__ import annotations

import random
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from portal.errors import BadInput
from tests.twin.edits.drawn import HOUSES, TOWN, Given, lonlat, shape, square
from tests.twin.small_city import urn
from twin.edits import EditKind, check_edit, read_edit
from twin.edits.parameters import Choice, Line, Parameter, Streets, Things, Whole

LINE = (urn("B", 0), urn("B", 1), urn("B", 2))
"""Pieces that follow one another."""


def value(parameter: Parameter, dice: random.Random) -> Any:
    """A value that the parameter takes."""
    if isinstance(parameter, Whole):
        return dice.randint(parameter.least, parameter.most)
    if isinstance(parameter, Choice):
        return dice.choice([word for word, _label in parameter.options])
    if isinstance(parameter, Line):
        return dice.choice(["", "Jardin des Plantes"])
    assert isinstance(parameter, Things)
    return list(LINE if isinstance(parameter, Streets) else HOUSES[:1])


def geometry(kind: EditKind[Any], dice: random.Random) -> GEOSGeometry | None:
    """A shape of one of the kind's types, where nothing stands."""
    spots = lonlat([(210, 260), (230, 265), (250, 270)])
    shapes = {
        "Point": shape("Point", spots[0]),
        "MultiPoint": shape("MultiPoint", spots),
        "LineString": shape("LineString", spots),
        "Polygon": square(220, 220, dice.choice([10, 20, 30])),
    }
    return shapes[dice.choice(kind.shapes)] if kind.shapes else None


def invented(kind: EditKind[Any], dice: random.Random, tries: int = 100) -> Given:
    """An edit of the kind that can be made on the town."""
    for _ in range(tries):
        params = {one.name: value(one, dice) for one in kind.parameters}
        found = (kind.name, params, geometry(kind, dice))
        try:
            check_edit(TOWN, [], read_edit(*found))
        except BadInput:
            continue
        return found
    raise AssertionError(f"no edit of {kind.name} can be made on the town")
