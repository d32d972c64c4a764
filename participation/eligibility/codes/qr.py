"""QR squares for a hundred thousand addresses that differ in their last signs only.

With version, level and mask fixed, every step from text to square (bits, Reed-Solomon blocks,
placing, masking; ISO/IEC 18004) is affine over GF(2). So the square of an address is one drawn by
segno, XOR what each sign of the code changes in it.
"""

from __future__ import annotations

import numpy as np
import segno
from numpy.typing import NDArray

from participation.eligibility.codes.words import LENGTH, SIGNS

Square = NDArray[np.uint8]


class SquaresOf:
    """Squares of `address` + a code; `size` modules a side, no quiet zone; `mask`: ISO pattern."""

    def __init__(self, address: str) -> None:
        first = segno.make(
            address + SIGNS[0] * LENGTH, micro=False, mode="byte", error="m", boost_error=False
        )
        self._version, self.mask = first.version, first.mask
        self._plain = self._draw(address + SIGNS[0] * LENGTH)
        self.size = len(self._plain)
        self._changes = np.array(
            [
                [
                    self._draw(address + SIGNS[0] * place + sign + SIGNS[0] * (LENGTH - 1 - place))
                    ^ self._plain
                    for sign in SIGNS
                ]
                for place in range(LENGTH)
            ]
        )

    def of(self, word: str) -> Square:
        """The square of one code: rows of 0 (light) and 1 (dark)."""
        values = [SIGNS.index(sign) for sign in word]
        changes = self._changes[np.arange(LENGTH), values]
        found: Square = self._plain ^ np.bitwise_xor.reduce(changes, axis=0)
        return found

    def _draw(self, text: str) -> Square:
        made = segno.make(
            text,
            mode="byte",
            error="m",
            boost_error=False,
            version=self._version,
            mask=self.mask,
        )
        return np.array(made.matrix, dtype=np.uint8)
