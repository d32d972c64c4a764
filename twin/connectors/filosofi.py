"""Census cells of 200 m from INSEE's Filosofi: residents, age and income (France)."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely

from portal.errors import BadInput
from portal.marking import gettext_noop
from twin.connectors.contract import Bounds, Harvest, Record, Say, Skips, SourceFacts

FILE = "filosofi-200m.csv"
"""The cells of the city, cut from INSEE's file "carreaux 200 m" by its own communes."""
CELL_ID = re.compile(r"CRS3035RES200mN(\d+)E(\d+)$")
SIDE_M = 200.0
NEEDED = ("idcar_200m", "ind", "men", "men_pauv")
FIGURE = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{0,15})?")
NOT_TOLD = ("", "ns", "nd", "s", "c", "na", "n/a")
"""What stands for a figure that is not significant, not there or kept secret."""
CHILDREN = ("ind_0_3", "ind_4_5", "ind_6_10", "ind_11_17")
OLDER = ("ind_65_79", "ind_80p")
CRS, CITY = "EPSG:2154", "nantes"

Row = Mapping[str, str]


class Filosofi:
    """Cells of 200 m with residents, shares by age, poor households and mean living standard.

    INSEE estimates cells with under 11 households (its column i_est_200); they are flagged.
    """

    name = "filosofi"

    def __init__(self, city: str = CITY, crs: str = CRS) -> None:
        """city: as in URNs. crs: the city's metric CRS."""
        self.city, self.crs = city, crs

    def read(self, folder: Path, *, bounds: Bounds | None, say: Say) -> Harvest:
        """All cells of the file, or those whose middle is within `bounds`; raises BadInput when
        the file is missing or lacks a column."""
        path = folder / FILE
        if not path.is_file():
            raise BadInput(f"There is no file {FILE} among the fetched data.")
        say("Reading census cells")
        content = path.read_bytes()
        skips, records = Skips(), []
        unread: list[str] = []
        for line, row in _rows(content):
            name = row["idcar_200m"] or ""
            shape = self._outline(name)
            if shape is None:
                where = f"{FILE}, line {line}, column idcar_200m: {name[:60]!r}"
                skips.add("census_cell", gettext_noop("cell without a place"), where)
            elif bounds is None or shapely.box(*bounds).contains(shape.centroid):
                try:
                    facts_of = _attributes(row)
                except _NoFigure as error:
                    reason = gettext_noop("cell with a figure that cannot be read")
                    unread.append(f"{FILE}, line {line}, {error}")
                    skips.add("census_cell", reason, unread[-1])
                else:
                    records.append(Record("census_cell", name, shape, facts_of, "filosofi"))
        if unread and not records:
            raise BadInput(f"No cell of this file can be read. {unread[0]}.")
        facts = SourceFacts(
            key="filosofi",
            name="Filosofi, 200 m",
            licence="Licence Ouverte 2.0",
            attribution="INSEE, Filosofi",
            checksum=hashlib.sha256(content).hexdigest(),
            mapping_version="1",
            note=gettext_noop("Residents by age and income in cells of 200 m."),
        )
        return Harvest(self.city, self.crs, [facts], records, skips.rows())

    def _outline(self, cell_id: str) -> Any:
        """The cell in the city's CRS, whole millimetres; None for an identifier of another grid.

        An INSPIRE identifier names the south-west corner in EPSG:3035, north before east.
        """
        match = CELL_ID.search(cell_id)
        if match is None:
            return None
        north, east = (float(text) for text in match.groups())
        x = east + SIDE_M * np.array([0.0, 1.0, 1.0, 0.0])
        y = north + SIDE_M * np.array([0.0, 0.0, 1.0, 1.0])
        to_city = pyproj.Transformer.from_crs("EPSG:3035", self.crs, always_xy=True)
        return shapely.polygons(np.round(np.column_stack(to_city.transform(x, y)), 3))


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and row by column name in small letters; comma or semicolon, UTF-8 or Windows-1252."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Names only: identifiers and figures are the same in both.
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",", restval="")
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    for name in NEEDED:
        if name not in rows.fieldnames:
            raise BadInput(f"The file {FILE} has no column {name}.")
    for row in rows:
        yield rows.line_num, row


def _attributes(row: Row) -> dict[str, Any]:
    people, households = _number(row, "ind"), _number(row, "men")
    return {
        "residents": people if np.isfinite(people) else None,
        "share_under_18": _share(sum(_number(row, name) for name in CHILDREN), people),
        "share_over_65": _share(sum(_number(row, name) for name in OLDER), people),
        "share_low_income": _share(_number(row, "men_pauv"), households),
        "income_eur": round(found) if (found := _ratio(_number(row, "ind_snv"), people)) else None,
        "quality": gettext_noop("estimated by the census") if row.get("i_est_200") == "1" else "",
    }


def _number(row: Row, name: str) -> float:
    """The figure in a column; not a number where the source keeps it back. Raises _NoFigure."""
    text = (row.get(name) or "").strip()
    if text.lower() in NOT_TOLD:
        return float("nan")
    if not FIGURE.fullmatch(text):
        raise _NoFigure(f"column {name}: {text[:40]!r} is not a number")
    found = float(text.replace(",", "."))
    # INSEE marks what it keeps back by a figure below 0.
    return found if found >= 0 else float("nan")


class _NoFigure(ValueError):
    """A cell of the table that holds no figure; the text names the column."""


def _ratio(part: float, whole: float) -> float | None:
    """part / whole, None where one of them is not known."""
    found = part / whole if whole > 0 else float("nan")
    return found if np.isfinite(found) else None


def _share(part: float, whole: float) -> float | None:
    """part / whole within 0 to 1 (rounding of the source may pass 1), None where not known."""
    found = _ratio(part, whole)
    return None if found is None else min(max(found, 0.0), 1.0)
