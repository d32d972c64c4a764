"""A TNTP network file: links with their delay curves and generalised cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.errors import BadInput
from twin.analyses.traffic.equilibrium import RoadNetwork
from twin.analyses.traffic.tntp.columns import NEEDED, READ, Columns, columns_of
from twin.analyses.traffic.tntp.lines import Sheet, take_apart

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_NODES = 10_000_000


@dataclass(frozen=True)
class TntpNetwork:
    """Links in the order of the file.

    init, term: node numbers as written, `lowest` (0 or 1) the first of them. fixed: toll and
    length times their factors, in units of time. zones: nodes with trips are the first ones.
    first_through: lowest node that others may drive through. remarks: what was taken as what.
    """

    name: str
    zones: int
    nodes: int
    first_through: int
    lowest: int
    init: Ints
    term: Ints
    capacity: Floats
    time_free: Floats
    b: Floats
    power: Floats
    fixed: Floats
    remarks: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.init)

    def roads(self) -> RoadNetwork:
        """The same as a road network whose time is the generalised cost.

        fixed + t0 (1 + b x^power) is written t (1 + b' x^power) with t = fixed + t0. A delay that
        does not depend on the volume (b, power, t0 or capacity 0) is part of t.
        """
        varies = (self.b > 0) & (self.power > 0) & (self.time_free > 0) & (self.capacity > 0)
        always = np.where((self.power == 0) & (self.b > 0), self.time_free * self.b, 0.0)
        base = self.fixed + self.time_free + always
        slope = np.divide(
            self.b * self.time_free, base, out=np.zeros(len(self)), where=varies & (base > 0)
        )
        nodes = np.arange(self.nodes) + self.lowest
        return RoadNetwork(
            tail=self.init - self.lowest,
            head=self.term - self.lowest,
            time_free=base,
            capacity=np.where(varies, self.capacity, 1.0),
            b=slope,
            power=np.where(varies, self.power, 1.0),
            centroid=nodes < self.first_through,
        )

    def minutes(self, volume: Floats) -> Floats:
        """Time of every link at a volume, without toll and distance."""
        roads = self.roads()
        return np.asarray(
            roads.time_free * (1.0 + roads.b * (volume / roads.capacity) ** roads.power)
            - self.fixed
        )


def read_network(
    text: str,
    name: str = "network",
    *,
    toll_factor: float | None = None,
    distance_factor: float | None = None,
) -> TntpNetwork:
    """The network of a `*_net.tntp` text.

    toll_factor, distance_factor: time per unit of toll and length; None takes what the file says,
    0 where it says nothing. A link without capacity has a constant time. Raises BadInput with the
    line number where the file makes no sense.
    """
    sheet = take_apart(text, name)
    rows, lines, remarks = _rows(sheet)
    zones, nodes = sheet.whole("NUMBER OF ZONES"), sheet.whole("NUMBER OF NODES")
    if zones < 1 or nodes < 1:
        raise BadInput(f"{name}: there must be at least one zone and one node")
    if nodes > MOST_NODES:
        raise BadInput(f"{name}: {nodes} nodes are more than the {MOST_NODES} we can work with")
    if zones > nodes:
        raise BadInput(f"{name}: more zones ({zones}) than nodes ({nodes})")
    told = sheet.whole("NUMBER OF LINKS", len(rows))
    if len(rows) < told:
        raise BadInput(f"{name}: {told} links are announced, {len(rows)} are there")
    toll = sheet.number("TOLL FACTOR", 0.0) if toll_factor is None else toll_factor
    far = sheet.number("DISTANCE FACTOR", 0.0) if distance_factor is None else distance_factor
    lowest = 0 if rows[:, :2].min() == 0 else 1
    _check(sheet, rows, lines, nodes, lowest)
    init, term = rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64)
    if len(rows) > told:
        remarks.append(f"{told} links are announced, {len(rows)} are there and were read")
    bare = int(((rows[:, 2] == 0) & (rows[:, 5] > 0) & (rows[:, 6] > 0)).sum())
    if bare:
        remarks.append(f"{bare} links have no capacity: their time was taken as constant")
    fixed = toll * rows[:, 8] + far * rows[:, 3]
    if (rows[:, 4] + fixed < 0).any():
        row = int(np.flatnonzero(rows[:, 4] + fixed < 0)[0])
        raise sheet.wrong(lines[row], "the link costs less than nothing")
    return TntpNetwork(
        name, zones, nodes, sheet.whole("FIRST THRU NODE", 1), lowest, init, term,
        rows[:, 2], rows[:, 4], rows[:, 5], rows[:, 6], fixed, tuple(remarks),
    )  # fmt: skip


def _rows(sheet: Sheet) -> tuple[Floats, list[int], list[str]]:
    """The links' figures, shape (links, 9) in the order of READ, their lines, and remarks."""
    rows: list[list[float]] = []
    lines: list[int] = []
    columns, names = None, sheet.comments
    for line, text in sheet.body:
        for record in filter(None, map(_words, text.split(";"))):
            if not rows and record[0][0].isalpha():
                names = (text,)  # a row of names without the comment sign
                break
            columns = columns or columns_of(names, len(record))
            rows.append(_figures(sheet, record, line, columns))
            lines.append(line)
    if columns is None:
        raise BadInput(f"{sheet.name}: there is no link in it")
    return np.array(rows), lines, list(columns.remarks)


def _figures(sheet: Sheet, record: list[str], line: int, columns: Columns) -> list[float]:
    """The figures of one link in the order of READ, 0 for a column that is not there."""
    if len(record) < columns.least:
        raise sheet.wrong(line, f"a link needs {columns.least} figures: {', '.join(NEEDED)}")
    words = ((columns.place.get(name, len(record)), name) for name in READ)
    return [
        sheet.value(record[place], line, name) if place < len(record) else 0.0
        for place, name in words
    ]


def _words(text: str) -> list[str]:
    """The figures of one link, between blanks, or between commas where these alone part them.

    A comma inside a figure stays there, so that a decimal comma is told and shifts no column.
    """
    words = [word.strip(",") for word in text.split()]
    return words if len(words) >= len(NEEDED) else text.replace(",", " ").split()


def _check(sheet: Sheet, rows: Floats, lines: list[int], nodes: int, lowest: int) -> None:
    """Every figure is in its range."""
    ends = rows[:, :2]
    wrong = (
        ((ends != np.floor(ends)).any(axis=1), "a node number is not whole"),
        ((ends < lowest).any(axis=1), f"a node number is below {lowest}"),
        ((ends >= nodes + lowest).any(axis=1), f"a node number is above {nodes + lowest - 1}"),
        (rows[:, 2] < 0, "the capacity is below 0"),
        (rows[:, 4] < 0, "the free-flow time is below 0"),
        (rows[:, 5] < 0, "b is below 0"),
        (rows[:, 6] < 0, "the power is below 0"),
        ((rows[:, 6] > 0) & (rows[:, 6] < 1), "a power between 0 and 1 cannot be worked with"),
    )
    for found, what in wrong:
        if found.any():
            raise sheet.wrong(lines[int(np.flatnonzero(found)[0])], what)
