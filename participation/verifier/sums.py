"""What a rule needs to know of the ballots: how often each option was ticked, graded, put first.

Ballots are laid out as one long row of bytes, a byte for every option of every ballot. A column of
it holds one option's ranks (or grades) on all ballots; split into its bits, two columns are
compared for all ballots at once by arithmetic on very long whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

HIGHEST = 5
UNRANKED = 255
MOST_OPTIONS = 250

Matrix = list[list[int]]
Marks = Sequence[Any]


@dataclass
class Sums:
    """All lists follow the published order of the options.

    ballots: how many, without abstentions. ticks: ballots that tick each. before[a][b]: ballots
    that put a above b. grades[a][g]: ballots that give a the grade g. points: sums; givers: ballots
    that gave any. tops: for each round of an instant runoff the ballots that have each
    option first, then those that name none still in; of ballots that are not shown only, since who
    goes out follows from all together. A rule that does not use one leaves it empty.
    """

    ballots: int = 0
    ticks: list[int] = field(default_factory=list)
    before: Matrix = field(default_factory=list)
    grades: Matrix = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    givers: list[int] = field(default_factory=list)
    tops: Matrix = field(default_factory=list)

    def plus(self, other: Sums) -> Sums:
        """The sums of both lots of ballots together."""
        return Sums(
            self.ballots + other.ballots,
            _added(self.ticks, other.ticks),
            [_added(*rows) for rows in zip(self.before, other.before, strict=True)],
            [_added(*rows) for rows in zip(self.grades, other.grades, strict=True)],
            _added(self.points, other.points),
            _added(self.givers, other.givers),
            [_added(*rows) for rows in zip(self.tops, other.tops, strict=True)],
        )


FIELDS = {
    "ticks": ("ticks",),
    "ranking": ("before",),
    "scores": ("grades", "before"),
    "grades": ("grades",),
    "points": ("points", "givers"),
    "rounds": ("before", "tops"),
}
"""The sums that each form of ballot has; "rounds": a ranking that is counted in rounds."""


RANKINGS = ("ranking", "rounds")


def sums_of(form: str, ballots: Iterable[tuple[Marks, int]], options: Sequence[int]) -> Sums:
    """Add up ballots of a form, each with how often it was cast."""
    place = {option: at for at, option in enumerate(options)}
    found = empty_sums(form, len(options))
    if form in ("ticks", "points"):
        for marks, times in ballots:
            found.ballots += times
            for mark in marks:
                one, value = (mark, 1) if form == "ticks" else mark
                if form == "ticks":
                    found.ticks[place[one]] += times
                else:
                    found.points[place[one]] += value * times
                    found.givers[place[one]] += times * (value > 0)
        return found
    rows = bytearray()
    for marks, times in ballots:
        found.ballots += times
        rows += _row(form, marks, place) * times
    if not rows:
        return found
    columns = [bytes(rows[at :: len(options)]) for at in range(len(options))]
    if form in ("scores", "grades"):
        found.grades = [[column.count(grade) for grade in range(HIGHEST + 1)] for column in columns]
    if form in RANKINGS:
        found.before = _lower(columns)
    if form == "scores":
        # Above is where the other one's grade is the lower of the two.
        found.before = [list(row) for row in zip(*_lower(columns), strict=True)]
    return found


def empty_sums(form: str, options: int) -> Sums:
    """The sums of no ballot at all."""
    sizes = {
        "before": (options, options),
        "grades": (options, HIGHEST + 1),
        "tops": (options - 1, options + 1),
    }
    found = Sums()
    for name in FIELDS[form]:
        rows, wide = sizes.get(name, (0, 0))
        zeros: Any = [[0] * wide for _ in range(rows)] if name in sizes else [0] * options
        setattr(found, name, zeros)
    return found


def sums_from_json(form: str, given: Mapping[str, Any], options: int) -> Sums:
    """Sums as a file states them; raises ValueError when no ballots could add up to them."""
    found = empty_sums(form, options)
    found.ballots = count = _whole(given["ballots"])
    if set(given) != {"ballots", *FIELDS[form]}:
        raise ValueError("it holds other sums than this form of ballot has")
    for name in FIELDS[form]:
        empty = getattr(found, name)
        filled = given[name]
        if len(filled) != len(empty):
            raise ValueError(f"{name}: not one for every option")
        for at, value in enumerate(filled):
            if isinstance(empty[at], list):
                if len(value) != len(empty[at]):
                    raise ValueError(f"{name}: a row of another length")
                empty[at] = [_whole(number) for number in value]
            else:
                empty[at] = _whole(value)
    _possible(found, count)
    return found


def _possible(sums: Sums, count: int) -> None:
    if any(number > count for number in (*sums.ticks, *sums.givers)):
        raise ValueError("an option is named on more ballots than there are")
    if any(number > count for row in sums.tops for number in row):
        raise ValueError("in a round more ballots count for an option than there are")
    if any(sum(row) != count for row in sums.grades):
        raise ValueError("the grades of an option are not as many as the ballots")
    for one, row in enumerate(sums.before):
        if row[one] or any(row[other] + sums.before[other][one] > count for other in range(one)):
            raise ValueError("two options are compared on more ballots than there are")


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is not a number of ballots")
    return value


def _added(one: list[int], other: list[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _row(form: str, marks: Marks, place: Mapping[int, int]) -> bytes:
    """One byte for each option: its tier, or its grade."""
    if form in RANKINGS:
        row = bytearray([UNRANKED]) * len(place)
        for rank, tier in enumerate(marks):
            for option in tier:
                row[place[option]] = rank
        return bytes(row)
    row = bytearray(len(place))
    for option, grade in marks:
        row[place[option]] = grade
    return bytes(row)


def _lower(columns: Sequence[bytes]) -> Matrix:
    """In how many places each column has a lower byte than each other one."""
    bits = 8 if any(UNRANKED in column for column in columns) else 3
    if not any(UNRANKED in column for column in columns):
        bits = max(max(column) for column in columns).bit_length()
    planes = [[_plane(column, bit) for bit in reversed(range(bits))] for column in columns]
    every = (1 << len(columns[0])) - 1
    found = [[0] * len(columns) for _ in columns]
    for one, mine in enumerate(planes):
        for other in range(one):
            level, lower, higher = every, 0, 0
            for my_bit, their_bit in zip(mine, planes[other], strict=True):
                differ = (my_bit ^ their_bit) & level
                higher |= differ & my_bit
                lower |= differ & their_bit
                level ^= differ
            found[one][other], found[other][one] = lower.bit_count(), higher.bit_count()
    return found


def _plane(column: bytes, bit: int) -> int:
    """A whole number with a one where this bit of a byte is set, a bit for each byte."""
    return int(column.translate(bytes(48 + (byte >> bit & 1) for byte in range(256))), 2)
