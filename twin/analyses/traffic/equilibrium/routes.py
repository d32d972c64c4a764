"""Ways that trips use, as flat arrays that can be stored, mapped to other links, and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Routes:
    """Paths with their flow, in passenger cars per hour.

    commodity: number of the trips that use the path, ascending, shape (paths,). flow: shape
    (paths,). start: where each path begins in `links`, shape (paths + 1,). links: link numbers
    of all paths back to back, the smallest unsigned integer type that holds them.
    """

    commodity: NDArray[np.int32]
    flow: Floats
    start: Ints
    links: NDArray[Any]

    def __len__(self) -> int:
        return len(self.flow)

    def on(self, new_link: Ints) -> Routes:
        """The routes in another numbering of links; -1 is a link that is gone, with its paths.

        new_link: shape (old links,).
        """
        moved = Routes(self.commodity, self.flow, self.start, new_link[self.links])
        return moved.kept(~self.over(new_link < 0))

    def over(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which paths use a link that is marked, shape (paths,). marked: shape (links,)."""
        found = np.zeros(len(self), dtype=bool)
        if marked.any():
            # A plan touches few links: looking up the paths of those is less than counting all.
            at = np.flatnonzero(marked[self.links])
            found[np.searchsorted(self.start, at, side="right") - 1] = True
        return found

    def kept(self, keep: NDArray[np.bool_]) -> Routes:
        """Only the paths marked in `keep`, shape (paths,)."""
        if keep.all():
            return self
        length = np.diff(self.start)
        return Routes(
            self.commodity[keep],
            self.flow[keep],
            np.append(0, np.cumsum(length[keep])),
            self.links[np.repeat(keep, length)],
        )

    def sorted(self) -> Routes:
        """The same paths in the order of their commodities."""
        if (np.diff(self.commodity) >= 0).all():
            return self
        order = np.argsort(self.commodity, kind="stable")
        length = np.diff(self.start)[order]
        start = np.append(0, np.cumsum(length))
        inside = np.arange(start[-1]) - np.repeat(start[:-1], length)
        links = self.links[np.repeat(self.start[:-1][order], length) + inside]
        return Routes(self.commodity[order], self.flow[order], start, links)

    def renumbered(self, number: NDArray[Any]) -> Routes:
        """The same paths with commodity k called number[k]."""
        return Routes(number[self.commodity].astype(np.int32), self.flow, self.start, self.links)

    @staticmethod
    def join(parts: Sequence[Routes]) -> Routes:
        """Several sets of paths as one, in their order."""
        before = np.cumsum([0, *(part.start[-1] for part in parts)])
        starts = [part.start[:-1] + past for part, past in zip(parts, before[:-1], strict=True)]
        return Routes(
            np.concatenate([part.commodity for part in parts]),
            np.concatenate([part.flow for part in parts]),
            np.concatenate([*starts, before[-1:]]),
            np.concatenate([part.links for part in parts]),
        )

    def split(self, share: Floats, commodities: int) -> Routes:
        """Each path twice: with 1 - share of its flow, and with share under a second number.

        share: per commodity, shape (commodities,). The second numbers follow the first.
        """
        part = share[self.commodity]
        again = self.start[1:] + self.start[-1]
        return Routes(
            np.concatenate([self.commodity, self.commodity + np.int32(commodities)]),
            np.concatenate([self.flow * (1.0 - part), self.flow * part]),
            np.concatenate([self.start, again]),
            np.concatenate([self.links, self.links]),
        )


def no_routes() -> Routes:
    """Not a single path."""
    return Routes(
        np.empty(0, dtype=np.int32),
        np.empty(0),
        np.zeros(1, dtype=np.int64),
        np.empty(0, dtype=np.int64),
    )


def smallest(links: NDArray[Any]) -> NDArray[Any]:
    """The same link numbers in as few bytes as they need."""
    most = int(links.max(initial=0))
    return links.astype(np.uint16 if most < 2**16 else np.uint32)
