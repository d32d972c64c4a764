"""What arrives at one receiver, street by street, while its row is made."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twin.analyses.noise.attenuation.paths import BANDS
from twin.analyses.noise.geometry.compiled import inner
from twin.analyses.noise.geometry.order import put_in_order

TRAFFIC_DB = np.array([-26.0, -20.0, -14.0, -8.0, -2.5, -3.0, -10.0, -19.0])
"""The shape of A-weighted traffic noise by octave band, dB below the whole; only used to tell which
paths matter, never in a level. From EN 1793-3 (1997), the normalised spectrum of traffic noise."""
TRAFFIC = 10.0 ** (0.1 * TRAFFIC_DB)
ALL_TRAFFIC = float(TRAFFIC.sum())


class Sums(NamedTuple):
    """Energy by street. slot: (streets,), street -> place, -1 where not met yet.

    street, soft: (places,). h, f: (places, 8). loud: (places,), energy of A-weighted traffic. met,
    total: (1,), places in use and all their energy. key, place: (places,), to sort them with.
    """

    slot: NDArray[np.int32]
    street: NDArray[np.int32]
    h: NDArray[np.float64]
    f: NDArray[np.float64]
    soft: NDArray[np.float64]
    loud: NDArray[np.float64]
    met: NDArray[np.int64]
    total: NDArray[np.float64]
    key: NDArray[np.float64]
    place: NDArray[np.int64]


@inner
def new_sums(streets: int, places: int) -> Sums:
    """Empty sums for a table of `streets` of which at most `places` are ever near at once."""
    slot = np.empty(streets, dtype=np.int32)
    slot[:] = -1
    return Sums(
        slot,
        np.empty(places, dtype=np.int32),
        np.empty((places, BANDS)),
        np.empty((places, BANDS)),
        np.empty(places),
        np.empty(places),
        np.zeros(1, dtype=np.int64),
        np.zeros(1),
        np.empty(places),
        np.empty(places, dtype=np.int64),
    )


@inner
def clear(sums: Sums) -> None:
    """Make ready for the next receiver."""
    for place in range(sums.met[0]):
        sums.slot[sums.street[place]] = -1
    sums.met[0] = 0
    sums.total[0] = 0.0


@inner
def collect(
    sums: Sums,
    street: int,
    h: NDArray[np.float64],
    f: NDArray[np.float64],
    length: float,
    softer: float,
) -> None:
    """Add energy h, f (8,), for `length` metres of a street. softer: dB lost per unit of G."""
    place = sums.slot[street]
    if place < 0:
        place = sums.met[0]
        sums.met[0] += 1
        sums.slot[street], sums.street[place] = place, street
        sums.soft[place], sums.loud[place] = 0.0, 0.0
        for band in range(BANDS):
            sums.h[place, band], sums.f[place, band] = 0.0, 0.0
    more = 0.0
    for band in range(BANDS):
        sums.h[place, band] += h[band] * length
        sums.f[place, band] += f[band] * length
        more += TRAFFIC[band] * f[band] * length
    if more > 0.0:
        loud = sums.loud[place] + more
        sums.soft[place] += (softer - sums.soft[place]) * more / loud
        sums.loud[place] = loud
        sums.total[0] += more


@inner
def weakest(sums: Sums, share: float) -> float:
    """The energy below which streets together give less than `share` of the whole."""
    loud, place, lost = sums.key, sums.place, 0.0
    for k in range(sums.met[0]):
        loud[k], place[k] = sums.loud[k], k
    put_in_order(loud, place, sums.met[0])
    for k in range(sums.met[0]):
        lost += loud[k]
        if lost > share * sums.total[0]:
            return float(loud[k])
    return 0.0


@inner
def by_street(sums: Sums) -> None:
    """Put the places in use into sums.place, the first row of the street table first."""
    for k in range(sums.met[0]):
        sums.key[k], sums.place[k] = sums.street[k], k
    put_in_order(sums.key, sums.place, sums.met[0])
