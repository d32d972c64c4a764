"""The far field: what streets more than three cells away add, by convolution over cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.fft import irfft2, next_fast_len, rfft2

from twin.analyses.air.dispersion.mesh import CELL_M, NEAR_CELLS, Mesh
from twin.analyses.air.dispersion.point import read_point

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))


@dataclass(frozen=True)
class FarField:
    """stencils: Fourier transform of what one cell's source adds at the four corners of every
    other cell, shape (4, p, q // 2 + 1), zero within three cells. street, cell, metres: which
    street has how much of its length in which cell. padded: (p, q)."""

    columns: int
    rows: int
    padded: tuple[int, int]
    stencils: NDArray[np.complex128]
    street: Ints
    cell: Ints
    metres: Floats

    def corners(self, strength: Floats) -> Floats:
        """µg/m³ at the corners of all cells, shape (cells, 4, k), from the strengths of all
        streets in g/(m s), shape (streets, k)."""
        grid = np.zeros((self.rows * self.columns, strength.shape[1]))
        np.add.at(grid, self.cell, strength[self.street] * (self.metres * 1e6)[:, None])
        field = np.moveaxis(grid.reshape(self.rows, self.columns, -1), 2, 0)
        seen = rfft2(field, s=self.padded, axes=(1, 2))
        found = np.empty((self.rows * self.columns, 4, strength.shape[1]))
        for corner in range(4):
            spread = irfft2(seen * self.stencils[corner], s=self.padded, axes=(1, 2))
            here = spread[
                :, self.rows - 1 : 2 * self.rows - 1, self.columns - 1 : 2 * self.columns - 1
            ]
            found[:, corner] = np.moveaxis(here, 0, 2).reshape(-1, strength.shape[1])
        return np.maximum(found, 0.0)


def far_field(mesh: Mesh, table: Floats) -> FarField:
    """The far field of a mesh; table: PointTable.values."""
    p = next_fast_len(3 * mesh.rows - 2, real=True)
    q = next_fast_len(3 * mesh.columns - 2, real=True)
    stencils = []
    for right, up in CORNERS:
        stencil = np.zeros((2 * mesh.rows - 1, 2 * mesh.columns - 1))
        _stencil(stencil, table, right, up)
        stencils.append(rfft2(stencil, s=(p, q)))
    cell = np.repeat(np.arange(mesh.columns * mesh.rows), np.diff(mesh.first))
    pair, place = np.unique(np.stack([mesh.stretches.street, cell]), axis=1, return_inverse=True)
    metres = np.zeros(pair.shape[1])
    np.add.at(metres, place.ravel(), mesh.stretches.length_m)
    return FarField(mesh.columns, mesh.rows, (p, q), np.stack(stencils), pair[0], pair[1], metres)


@njit(cache=True, nogil=True, error_model="numpy")
def _stencil(stencil: Floats, table: Floats, right: float, up: float) -> None:
    rows, columns = (stencil.shape[0] + 1) // 2, (stencil.shape[1] + 1) // 2
    for i in range(stencil.shape[0]):
        for j in range(stencil.shape[1]):
            north, east = i - (rows - 1), j - (columns - 1)
            if abs(north) > NEAR_CELLS or abs(east) > NEAR_CELLS:
                dx = (east + right - 0.5) * CELL_M
                dy = (north + up - 0.5) * CELL_M
                stencil[i, j] = read_point(table, dx, dy)
