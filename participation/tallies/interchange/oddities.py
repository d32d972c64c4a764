"""What is odd about single ballots of a file: told with its lines; the rest is counted."""

from __future__ import annotations

from collections.abc import Iterator

MOST_LINES = 5
"""Lines that a remark names; of more it tells how many."""


class Oddities:
    """Odd ballots by what was done about them, in the order in which each kind was first met."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._first: dict[str, str] = {}
        self._set_aside: set[str] = set()

    def mend(self, line: int, what: str, done: str) -> None:
        """Note a ballot that counts although `what` is odd about it. done: how it was taken."""
        lines = self._lines.setdefault(done, [])
        if lines[-1:] != [line]:
            lines.append(line)
        self._first.setdefault(done, what)

    def set_aside(self, line: int, what: str) -> None:
        """Note a ballot that does not count, since it does not tell what was voted for.

        what: what is wrong, a colon, and what stands there.
        """
        kind = what.partition(":")[0]
        self._set_aside.add(kind)
        self.mend(line, what, kind)

    @property
    def not_counted(self) -> int:
        """How many ballots were set aside."""
        return sum(len(self._lines[kind]) for kind in self._set_aside)

    def told(self) -> Iterator[str]:
        """One remark for each kind, which begins with the first line."""
        for done, lines in self._lines.items():
            others = ", ".join(map(str, lines[1:MOST_LINES]))
            more = f" and {len(lines) - MOST_LINES} more" if len(lines) > MOST_LINES else ""
            also = f" (also line{'s' if len(lines) > 2 else ''} {others}{more})" if others else ""
            way = "this ballot was not counted" if done in self._set_aside else done
            yield f"line {lines[0]}: {self._first[done]}; {way}{also}"
