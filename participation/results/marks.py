"""What all ballots of a vote say of each option, as numbers that can be weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from participation.tallies.content import read

Values = dict[float, int]
"""A value and how many ballots have it; abstentions among them, with nothing."""


class Marks:
    """Ballots in rows, options in columns: 1 for a tick, points, grades, or minus the place."""

    def __init__(self, form: str, contents: Mapping[str, int], options: Sequence[int]) -> None:
        self.form = form
        self.options = tuple(options)
        self._column = {option: at for at, option in enumerate(options)}
        rows, times, self.abstentions = [], [], 0
        for text, number in contents.items():
            said = read(text)
            if form not in said:
                self.abstentions += number
                continue
            rows.append(self._row(said[form]))
            times.append(number)
        self._values = np.array(rows, dtype=np.int32).reshape(len(rows), len(options))
        self._times = np.array(times, dtype=np.int64)

    def _row(self, entries: Sequence[Any]) -> NDArray[np.int32]:
        # Options that a ranking leaves out stand below all that it names.
        row = np.full(len(self.options), -len(self.options) - 1, dtype=np.int32)
        if self.form == "ranking":
            for place, tier in enumerate(entries):
                row[[self._column[one] for one in tier]] = -place
            return row
        row[:] = 0
        if self.form == "ticks":
            row[[self._column[one] for one in entries]] = 1
        else:
            for one, value in entries:
                row[self._column[one]] = value
        return row

    def of(self, option: int) -> Values:
        """What ballots give the option."""
        return self._grouped(self._values[:, self._column[option]])

    def gaps(self, option: int, other: int) -> Values:
        """What they give it less what they give the other."""
        return self._grouped(self._gap(option, other))

    def leads(self, option: int, other: int) -> Values:
        """1 where it stands before the other, -1 behind, 0 level."""
        return self._grouped(np.sign(self._gap(option, other)))

    def alone(self, option: int) -> Values:
        """1 where it stands before all others, -1 where it does not, 0 for abstentions."""
        others = np.delete(self._values, self._column[option], axis=1)
        best = others.max(axis=1, initial=np.iinfo(np.int32).min)
        return self._grouped(np.where(self._values[:, self._column[option]] > best, 1, -1))

    def at_least(self, option: int, grade: int) -> Values:
        """1 where it has the grade or a better one."""
        return self._grouped((self._values[:, self._column[option]] >= grade).astype(np.int32))

    def sides(self, option: int, grade: int) -> Values:
        """1 where it has the grade or a better one, -1 where a worse one, 0 for abstentions."""
        better = self._values[:, self._column[option]] >= grade
        return self._grouped(np.where(better, 1, -1))

    def middle(self, option: int) -> int:
        """The lower middle of what ballots give it; 0 without a ballot."""
        found = sorted(self.of(option).items())
        half, below = (int(self._times.sum()) - 1) // 2, 0
        for value, number in found:
            # Abstentions stand among the zeros, but have no say in the middle.
            below += number - (self.abstentions if value == 0 else 0)
            if below > half:
                return int(value)
        return 0

    def _gap(self, option: int, other: int) -> NDArray[np.int32]:
        gap = self._values[:, self._column[option]] - self._values[:, self._column[other]]
        return np.asarray(gap, dtype=np.int32)

    def _grouped(self, values: NDArray[Any]) -> Values:
        found, place = np.unique(values, return_inverse=True)
        sums = np.bincount(place, self._times, minlength=len(found))
        groups = {float(one): int(number) for one, number in zip(found, sums, strict=True)}
        if self.abstentions:
            groups[0.0] = groups.get(0.0, 0) + self.abstentions
        return groups
