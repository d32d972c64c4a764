"""Levels at receivers: the operator times the power of the streets, in all worlds at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from twin.analyses.flows import HOURS
from twin.analyses.noise.attenuation import Field
from twin.analyses.noise.parameters import FLOOR_DB, NoiseParameters
from twin.analyses.noise.powers import Powers
from twin.analyses.parallel import in_threads

PENALTY_DB = (0.0, 5.0, 10.0)
"""Added to evening and night in Lden: Directive 2002/49/EC, Annex I."""
CHUNK = 512
BANDS = 8


@njit(cache=True, nogil=True, error_model="numpy")
def energies(
    start: NDArray[np.int64],
    street: NDArray[np.int32],
    h: NDArray[np.float32],
    f: NDArray[np.float32],
    soft: NDArray[np.float32],
    place: NDArray[np.int32],
    power: NDArray[np.float32],
    favourable: NDArray[np.float32],
    softer: NDArray[np.float32],
    first: int,
    out: NDArray[np.float32],
) -> None:
    """Energy at receivers first, first + 1, … into `out` (receivers, periods, worlds).

    power: (loud streets, periods, 8, worlds). favourable: (periods,), share of the time. softer:
    (worlds,), what the ground factor G is more than when the operator was made.
    """
    periods, worlds = power.shape[1], power.shape[3]
    kept = np.empty(worlds, dtype=np.float32)
    some = np.empty(worlds, dtype=np.float32)
    for row in range(out.shape[0]):
        out[row] = 0.0
        for k in range(start[first + row], start[first + row + 1]):
            loud = place[street[k]]
            if loud < 0:
                continue
            for world in range(worlds):
                kept[world] = softened(soft[k] * softer[world])
            for period in range(periods):
                share = favourable[period]
                some[:] = 0.0
                for band in range(BANDS):
                    gain = share * f[k, band] + (np.float32(1.0) - share) * h[k, band]
                    for world in range(worlds):
                        some[world] += gain * power[loud, period, band, world]
                for world in range(worlds):
                    out[row, period, world] += some[world] * kept[world]


@njit(cache=True, nogil=True, error_model="numpy")
def softened(loss_db: np.float32) -> np.float32:
    """10^(-loss / 10) for the small losses of a softer ground, to 0.001 dB below 1 dB."""
    x = np.float32(0.23025851) * loss_db
    cubic = np.float32(0.5) - x * np.float32(0.1666667)
    return np.float32(1.0) - x * (np.float32(1.0) - x * cubic)


def levels(
    field: Field,
    powers: Powers,
    parameters: NoiseParameters,
    worlds: Sequence[Mapping[str, float]],
) -> NDArray[np.float32]:
    """Lday, Levening, Lnight and Lden of every receiver in every world, dB(A).

    Shape (receivers, 4, worlds), rounded to 0.01 dB, never below 20 dB. One or many threads give
    the same bytes.
    """
    favourable = np.array(parameters.favourable(), dtype=np.float32)
    ground = np.array([one["ground"] for one in worlds]) + parameters.ground
    softer = (np.clip(ground, 0.0, 1.0) - parameters.ground).astype(np.float32)
    count = len(field)
    found = np.empty((count, 4, len(worlds)), dtype=np.float32)

    def work(first: int) -> None:
        last = min(count, first + CHUNK)
        energy = np.empty((last - first, 3, len(worlds)), dtype=np.float32)
        energies(
            field.start, field.street, field.h, field.f, field.soft, powers.place,
            powers.power, favourable, softer, first, energy,
        )  # fmt: skip
        found[first:last, :3] = energy
        found[first:last, 3] = day_evening_night(energy)
        found[first:last] = in_db(found[first:last])

    in_threads(work, range(0, count, CHUNK))
    return found


def day_evening_night(energy: NDArray[np.float32]) -> NDArray[np.float32]:
    """The energy behind Lden from that of day, evening and night on axis 1."""
    weight = np.array(HOURS) / sum(HOURS) * 10.0 ** (0.1 * np.array(PENALTY_DB))
    return np.asarray(np.tensordot(energy, weight.astype(np.float32), axes=(1, 0)))


def in_db(energy: NDArray[np.float32]) -> NDArray[np.float32]:
    """Levels of energies, rounded to 0.01 dB, at least 20 dB."""
    level = 10.0 * np.log10(np.maximum(energy, 10.0 ** (0.1 * FLOOR_DB)))
    return np.asarray(np.round(level, 2), dtype=np.float32)
