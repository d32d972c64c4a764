"""The hours that a day of clock change skips or has twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Change:
    """Clocks go from `before` to `after` (wall times): forward, or back where `before` is later."""

    before: datetime
    after: datetime

    @property
    def is_forward(self) -> bool:
        """Whether the hours between do not exist; else they come twice."""
        return self.before < self.after


def change_at(wall: datetime, zone: ZoneInfo) -> Change | None:
    """The change of clocks that makes this wall time (naive) no time or two times, if one does."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first is None or second is None or first == second:
        return None
    # Offsets differ by a few hours at most, so that the change is within a day of either side.
    low, high = (
        wall.replace(tzinfo=UTC) - timedelta(days=2),
        wall.replace(tzinfo=UTC) + timedelta(days=2),
    )
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == first:
            low = middle
        else:
            high = middle
    moment = high.replace(tzinfo=None)
    return Change(moment + first, moment + second)
