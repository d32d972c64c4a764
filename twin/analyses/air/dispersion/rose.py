"""The wind's habits at a place: how often it blows from where, how fast, how stirred the air is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _

Floats = NDArray[np.float64]

SECTORS = 36
SLOWEST_M_S = 1.0
BAD_WEATHER = _("Each row of weather needs direction, share, wind speed, stability and lid height.")


@dataclass(frozen=True)
class Rose:
    """share: of the year, shape (36 directions, kinds of weather), sums to 1; direction 0 is wind
    from north, then clockwise. Per kind of weather: wind_m_s above the roofs (harmonic mean),
    stability 1 (A) to 6 (F), mixing_m."""

    share: Floats
    wind_m_s: Floats
    stability: NDArray[np.int64]
    mixing_m: Floats


DEFAULT_SECTORS = (6.0, 8.5, 9.5, 6.5, 4.5, 4.5, 7.0, 13.0, 14.5, 11.5, 8.0, 6.5)
"""Percent of the year with wind from 0, 30, ..., 330 degrees: assumed. The shape is that of the
lower Loire: sea winds from south-west to west, a second lobe from north-east."""
DEFAULT_KINDS = (
    (0.12, 2.0, 2, 1200.0),
    (0.30, 2.5, 4, 800.0),
    (0.30, 5.0, 4, 1000.0),
    (0.28, 1.8, 5, 300.0),
)
"""Share, wind above the roofs (m/s), stability, lid (m): assumed, the same for all directions."""


def default_rose() -> Rose:
    """The assumed rose of the lower Loire, its 12 directions spread over 36."""
    centres = np.arange(13) * 30.0
    sectors = np.interp(np.arange(SECTORS) * 10.0, centres, [*DEFAULT_SECTORS, DEFAULT_SECTORS[0]])
    kinds = np.array(DEFAULT_KINDS)
    share = np.outer(sectors / sectors.sum(), kinds[:, 0] / kinds[:, 0].sum())
    return Rose(share, kinds[:, 1], kinds[:, 2].astype(np.int64), kinds[:, 3])


def rose_of(rows: Sequence[Sequence[float]]) -> Rose:
    """A rose from rows (from_deg, share, wind_m_s, stability, mixing_m), hours of a year or a
    table of classes; calm air counts as 1 m/s. Raises BadInput where a row cannot be read."""
    data = np.asarray(rows, dtype=float)
    fits = data.ndim == 2 and data.shape[1] == 5 and bool(np.isfinite(data).all())
    if not fits or not _sensible(data):
        raise BadInput(BAD_WEATHER)
    direction = np.round(data[:, 0] / (360.0 / SECTORS)).astype(int) % SECTORS
    wind = np.maximum(data[:, 2], SLOWEST_M_S)
    classes = np.unique(data[:, 3].astype(int))
    share = np.zeros((SECTORS, len(classes)))
    speed, lid = np.empty(len(classes)), np.empty(len(classes))
    for k, stability in enumerate(classes):
        here = data[:, 3].astype(int) == stability
        np.add.at(share[:, k], direction[here], data[here, 1])
        weight = data[here, 1].sum()
        speed[k] = weight / (data[here, 1] / wind[here]).sum() if weight > 0 else SLOWEST_M_S
        lid[k] = np.median(data[here, 4])
    return Rose(share / share.sum(), speed, classes.astype(np.int64), lid)


def _sensible(data: Floats) -> bool:
    return bool(
        len(data)
        and (data[:, 1] >= 0).all()
        and data[:, 1].sum() > 0
        and (data[:, 2] >= 0).all()
        and np.isin(data[:, 3], range(1, 7)).all()
        and (data[:, 4] >= 10).all()
    )
