"""The sensitivity to weighting by area, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from participation.faces.counts.bars import span
from participation.faces.finding import Choice
from participation.results import AreaRow, Sensitivity


@dataclass(frozen=True)
class BandRow:
    """An option's figure between its bounds. start, mark, width: on a bar of 1000, as SVG text."""

    choice: Choice
    low: float
    plain: float
    high: float
    start: str
    mark: str
    width: str


@dataclass(frozen=True)
class Weighed:
    """told: as stored. rows: bands. winner: the option that came first, if one did. lead: whether
    bands are leads, from -1 to 1. percent: whether they are shares.
    """

    told: Sensitivity
    rows: tuple[BandRow, ...]
    winner: Choice | None
    lead: bool
    percent: bool


def weighed_of(
    told: Sensitivity | None, choices: Sequence[Choice], winner: int | None
) -> Weighed | None:
    """The stored sensitivity with the options' names; None where there is none."""
    if told is None:
        return None
    by_id = {choice.option.pk: choice for choice in choices}
    lead = told.measure == "lead"
    percent = told.measure != "mean"
    most = 1.0 if percent else max([band.high for band in told.bands], default=1.0)
    rows = []
    for band in told.bands:
        if band.option not in by_id:
            continue
        figures = (band.low, band.plain, band.high)
        # A lead runs from -1 to 1: its bar begins at -1.
        drawn = [(figure + 1) / 2 if lead else figure for figure in figures]
        start, mark, width = span(drawn[0], drawn[1], drawn[2], most)
        rows.append(BandRow(by_id[band.option], *figures, start, mark, width))
    return Weighed(told, tuple(rows), by_id.get(winner or 0), lead, percent)


@dataclass(frozen=True)
class AreaLine:
    """An area's turnout; percent: of those who could have voted, None where not known or shown."""

    row: AreaRow
    percent: float | None


def area_lines(rows: Sequence[AreaRow]) -> list[AreaLine]:
    """Turnout by area in percent."""
    return [
        AreaLine(
            row, 100 * row.voted / row.eligible if row.voted is not None and row.eligible else None
        )
        for row in rows
    ]
