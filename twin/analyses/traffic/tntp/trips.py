"""A TNTP trips file: trips between zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.traffic.tntp.lines import Sheet, take_apart

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ORIGIN = re.compile(r"origin\b\s*:?\s*", re.IGNORECASE)
MARKS = str.maketrans(":;", "  ")
ROUNDED = 1e-3
"""Share by which an announced total may differ from the sum of rounded trips."""


@dataclass(frozen=True)
class TntpTrips:
    """Trips between different zones, numbers as written; intrazonal: trips within a zone, which
    use no link. remarks: where the file announces other than it holds."""

    origin: Ints
    destination: Ints
    trips: Floats
    intrazonal: float
    remarks: tuple[str, ...] = ()


def read_trips(text: str, zones: int, lowest: int = 1, name: str = "trips") -> TntpTrips:
    """The trips of a `*_trips.tntp` text.

    zones, lowest: of the network. Pairs may run over several lines and stand several to a line;
    repeated pairs add up. Raises BadInput with the line number where the file makes no sense.
    """
    sheet = take_apart(text, name)
    origins: list[int] = []
    counts: list[int] = []
    words: list[str] = []
    where: list[int] = []
    for line, raw in sheet.body:
        for k, part in enumerate(ORIGIN.split(raw)):
            found = part.translate(MARKS).split()
            if k and not found:
                raise sheet.wrong(line, "an origin has no number")
            if k:
                origins.append(_zone(sheet, found.pop(0), line, zones, lowest))
                counts.append(0)
            if found and not origins:
                raise sheet.wrong(line, f"trips before the first origin: {part.strip()[:40]!r}")
            words += found
            where += [line] * len(found)
            if found:
                counts[-1] += len(found)
    _in_pairs(sheet, counts, where)
    destination, flow = _numbers(sheet, words[0::2], words[1::2], where[0::2], zones, lowest)
    origin = np.repeat(np.array(origins, dtype=np.int64), np.array(counts, dtype=np.int64) // 2)
    inside, used = origin == destination, flow > 0
    return TntpTrips(
        origin[used & ~inside],
        destination[used & ~inside],
        flow[used & ~inside],
        float(flow[inside].sum()),
        tuple(_remarks(sheet, zones, float(flow.sum()))),
    )


def _remarks(sheet: Sheet, zones: int, total: float) -> Iterator[str]:
    told = sheet.number("NUMBER OF ZONES", float(zones))
    if told != zones:
        yield f"made for {told:g} zones, and the network has {zones}"
    told = sheet.number("TOTAL OD FLOW", total)
    if abs(told - total) > ROUNDED * max(abs(told), total):
        yield f"{told:g} trips are announced, {total:g} are there and were read"


def _zone(sheet: Sheet, word: str, line: int, zones: int, lowest: int) -> int:
    value = sheet.value(word, line, "the origin")
    if value != int(value) or not lowest <= value < zones + lowest:
        raise sheet.wrong(line, f"origin {word} is not a zone")
    return int(value)


def _in_pairs(sheet: Sheet, counts: list[int], where: list[int]) -> None:
    """Every destination has its trips."""
    place = 0
    for count in counts:
        place += count
        if count % 2:
            raise sheet.wrong(where[place - 1], "a destination without a number of trips")


def _numbers(
    sheet: Sheet, zone: list[str], trips: list[str], where: list[int], zones: int, lowest: int
) -> tuple[Ints, Floats]:
    """Destinations and trips as arrays; the first word that is none is told with its line."""
    try:
        ends, flow = np.array(zone, dtype=float), np.array(trips, dtype=float)
    except ValueError:
        for words, what in ((zone, "the destination"), (trips, "the number of trips")):
            for word, line in zip(words, where, strict=True):
                sheet.value(word, line, what)
        raise
    wrong = (
        (~np.isfinite(flow), "a number of trips is not a number"),
        (flow < 0, "a number of trips is below 0"),
        ((ends != np.floor(ends)) | (ends < lowest) | (ends >= zones + lowest), "no such zone"),
    )
    for found, what in wrong:
        if found.any():
            row = int(np.flatnonzero(found)[0])
            raise sheet.wrong(where[row], f"{what}: {zone[row]} : {trips[row]}")
    return ends.astype(np.int64), flow
