"""A question's releases without a database: people come and go, batches follow."""

from __future__ import annotations

from dataclasses import dataclass, field

from participation.disclosure.batches import Release, next_release
from participation.disclosure.coarsen import Pin
from participation.disclosure.grid import upwards


@dataclass
class Question:
    """residents: of every cell. shown: comment -> the public cell that it was released in."""

    residents: dict[str, float]
    pins: dict[int, Pin] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    past: set[str] = field(default_factory=set)
    counted: set[int] = field(default_factory=set)

    def say(self, person: int, fine: str) -> int:
        """A new comment at a place; a person counts at the first one only."""
        comment = len(self.counted) * 100_000 + len(self.pins) + len(self.shown)
        while comment in self.pins or comment in self.shown:
            comment += 1
        self.pins[comment] = Pin(comment, person, fine, person not in self.counted)
        self.counted.add(person)
        return comment

    def withdraw(self, comment: int) -> None:
        """The comment is gone; its writer counts nowhere else."""
        self.pins.pop(comment, None)
        self.shown.pop(comment, None)

    def inside(self, cell: str) -> list[Pin]:
        """The comments that were released in this cell and are still there."""
        return [self.pins[comment] for comment, its in self.shown.items() if its == cell]

    def release(self, *, ended: bool = False) -> Release:
        """The next batch, and what is public after it."""
        left = {
            cell: len({pin.person for pin in self.inside(cell) if pin.counts})
            for cell in self.standing
        }
        waiting = [pin for comment, pin in self.pins.items() if comment not in self.shown]
        found = next_release(left, self.past, waiting, residents=self.residents, ended=ended)
        self.standing = (self.standing - found.gone) | found.opened
        self.past |= found.opened
        self.shown |= found.joined
        return found


def residents_of(fine: dict[str, float]) -> dict[str, float]:
    """Residents of the cells above, from those of the finest."""
    found: dict[str, float] = {}
    for cell, people in fine.items():
        for above in upwards(cell):
            found[above] = found.get(above, 0.0) + people
    return found
