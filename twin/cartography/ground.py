"""Results on the ground between the houses: a regular grid, drawn as a small picture."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pyproj
from numpy.typing import NDArray
from PIL import Image

from twin.analyses.contract import Frame
from twin.cartography.layers import MapLayer
from twin.cartography.palette import DIVERGING, SEQUENTIAL, Colour, colours

MOST_PIXELS = 2048
"""Longest side of a picture; a larger grid shows every second, third, … cell."""
DECIMALS = 6

Steps = NDArray[np.uint8]


@lru_cache(maxsize=8)
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def corners(frame: Frame, crs: str) -> list[list[float]]:
    """The frame's corners as lon, lat (EPSG:4326): north-west, then clockwise.

    crs: of the frame. A grid turned against north stays a quadrangle of straight sides: over a
    city the curvature of its sides is far below a cell.
    """
    east = frame.x0 + frame.columns * frame.step_m
    north = frame.y0 + frame.rows * frame.step_m
    xs, ys = [frame.x0, east, east, frame.x0], [north, north, frame.y0, frame.y0]
    lon, lat = _transformer(crs, "EPSG:4326").transform(xs, ys)
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in zip(lon, lat, strict=True)]


def cell_at(frame: Frame, crs: str, lon: float, lat: float) -> int | None:
    """The number of the cell that a place (EPSG:4326) lies in, None outside the frame."""
    x, y = _transformer("EPSG:4326", crs).transform(lon, lat)
    if not (math.isfinite(x) and math.isfinite(y)):
        return None
    column, row = (
        math.floor((x - frame.x0) / frame.step_m),
        math.floor((y - frame.y0) / frame.step_m),
    )
    if not (0 <= column < frame.columns and 0 <= row < frame.rows):
        return None
    return row * frame.columns + column


def middles(frame: Frame, crs: str, cells: NDArray[np.int32]) -> list[tuple[float, float]]:
    """Lon, lat (EPSG:4326) of the middle of each cell."""
    row, column = np.divmod(cells.astype(np.int64), frame.columns)
    x = frame.x0 + (column + 0.5) * frame.step_m
    y = frame.y0 + (row + 0.5) * frame.step_m
    lon, lat = _transformer(crs, "EPSG:4326").transform(x, y)
    return [
        (round(float(a), DECIMALS), round(float(b), DECIMALS))
        for a, b in zip(lon, lat, strict=True)
    ]


def value_steps(layer: MapLayer, values: NDArray[np.float32]) -> Steps:
    """Class 1 to 5 of each value, 0 where there is none."""
    steps = np.searchsorted(np.asarray(layer.breaks), values, side="right") + 1
    found: Steps = np.where(np.isnan(values), 0, steps).astype(np.uint8)
    return found


def change_steps(layer: MapLayer, strength: NDArray[np.int8]) -> Steps:
    """Class 1 (much better) to 5 (much worse) of each strength, 3 where nothing clearly changes."""
    turn = -1 if layer.better == "higher" else 1
    return (3 + turn * strength.astype(np.int8)).astype(np.uint8)


def picture(frame: Frame, cells: NDArray[np.int32], steps: Steps, *, change: bool) -> bytes:
    """A PNG of the frame, north up, one pixel a cell, in the stylesheet's colours.

    cells, steps: shape (n,), cell numbers and their classes 0 to 5. What has no class, and what
    does not clearly change, is transparent.
    """
    grid = np.zeros(frame.columns * frame.rows, dtype=np.uint8)
    grid[cells] = steps
    every = math.ceil(max(frame.columns, frame.rows) / MOST_PIXELS)
    drawn = grid.reshape(frame.rows, frame.columns)[::-1][::every, ::every]
    palette = colours(DIVERGING if change else SEQUENTIAL)
    image = Image.fromarray(np.ascontiguousarray(drawn), mode="P")
    image.putpalette(_flat([(0, 0, 0), *(colour or (0, 0, 0) for colour in palette)]))
    clear = bytes([0, *(0 if colour is None else 255 for colour in palette)])
    sink = io.BytesIO()
    image.save(sink, "PNG", optimize=True, bits=4, transparency=clear)
    return sink.getvalue()


def _flat(palette: Sequence[Colour]) -> list[int]:
    return [part for colour in palette for part in colour]


def hectares(frame: Frame, layer: MapLayer, values: NDArray[np.float32]) -> list[float]:
    """How much ground lies in each of the layer's five classes, ha."""
    counts = np.bincount(value_steps(layer, values), minlength=6)[1:6]
    return [float(count) * frame.step_m**2 / 10_000 for count in counts]
