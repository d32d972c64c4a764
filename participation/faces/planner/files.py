"""What the report's files are made of: tables, and the map; only what was released."""

from __future__ import annotations

from typing import IO

from participation.exports import (
    AREA_COLUMNS,
    COMMENT_COLUMNS,
    area_rows,
    comment_rows,
    most_agreed,
)
from participation.models import Consultation
from participation.reports import build_report
from portal.sheets import Sheet, write_xlsx

TABLES = {
    "comments": (COMMENT_COLUMNS, comment_rows),
    "areas": (AREA_COLUMNS, area_rows),
}


def table_of(consultation: Consultation, name: str) -> Sheet:
    """One of TABLES, row by row from the database."""
    columns, rows = TABLES[name]
    return Sheet(f"{consultation.slug}-{name}", columns, rows(consultation))


def write_table(about: str, file: IO[bytes]) -> None:
    """A table as XLSX. about: the question's number and the table's name."""
    pk, name = about.split()
    write_xlsx(table_of(Consultation.objects.get(pk=pk), name), file)


def write_map(about: str, file: IO[bytes]) -> None:
    """The offline map. about: the question's number."""
    # folium takes as long to load as Django; only this file needs it.
    from participation.faces.planner.offline_map import VERBATIMS, offline_map

    found = Consultation.objects.get(pk=about)
    file.write(offline_map(build_report(found), most_agreed(found, VERBATIMS)).encode())
