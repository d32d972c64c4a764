"""Instant runoff: whoever stands first on the fewest ballots goes out, until one is left.

T. Hare's count for one seat (W. R. Ware, 1871). Where several options share a place, a ballot
counts for each of them that is first on it: Approval-IRV of T. Delemazure and D. Peters (2024),
Generalizing Instant Runoff Voting to Allow Indifferences, ACM EC, which keeps what instant runoff
is valued for. Ties, as published: of those on equally few ballots, the one that stands last on the
list goes out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from participation.tallies.sheets import Sheet


@dataclass(frozen=True)
class Round:
    """One round. votes: option -> ballots on which it is first among those still in.

    spent: ballots that name none of those still in. out: the option that goes out. level: options
    on as few ballots, `out` among them, when there are several.
    """

    votes: dict[int, int]
    spent: int
    out: int
    level: tuple[int, ...]


@dataclass(frozen=True)
class Runoff:
    """order: options, best first: the last one left, then those that went out later first."""

    order: tuple[int, ...]
    rounds: tuple[Round, ...]


def instant_runoff(sheet: Sheet) -> Runoff:
    """The rounds, on a sheet of tiers (ranked_sheet)."""
    values, times, unnamed = sheet.values, sheet.times, len(sheet.options)
    left = list(range(len(sheet.options)))
    first = values.min(axis=0) if left else np.empty(0, dtype=values.dtype)
    votes = [int(times[(values[one] == first) & (first < unnamed)].sum()) for one in left]
    spent = int(times[first >= unnamed].sum())
    rounds = []
    while len(left) > 1:
        out = min(left, key=lambda one: (votes[one], -one))
        level = tuple(sheet.options[one] for one in left if votes[one] == votes[out])
        told = {sheet.options[one]: votes[one] for one in left}
        rounds.append(Round(told, spent, sheet.options[out], level if len(level) > 1 else ()))
        left.remove(out)
        # Only ballots that had it first can change: they move on, where nothing else is as high.
        touched = np.flatnonzero((values[out] == first) & (first < unnamed))
        rest = values[np.array(left)[:, None], touched]
        now = rest.min(axis=0)
        moved = now > first[touched]
        first[touched] = now
        for at, one in enumerate(left):
            votes[one] += int(times[touched[moved & (rest[at] == now) & (now < unnamed)]].sum())
        spent += int(times[touched[now >= unnamed]].sum())
    gone = [each.out for each in rounds]
    return Runoff((*(sheet.options[one] for one in left), *reversed(gone)), tuple(rounds))
