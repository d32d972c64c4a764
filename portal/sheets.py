"""Tables that leave the site, as CSV and as XLSX: in neither is a person's text ever a formula.

A spreadsheet cuts a CSV where its own language cuts it (Excel: at ";" in French, at "," in
English), so a text of one cell may become several. In CSV an apostrophe therefore stands before
each sign that could begin a formula, at the start of a text and after whatever may cut it;
`as_written` takes these away again. XLSX says of each cell that it is text and needs none of it.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import math
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.errors import BadInput
from portal.takeaways import one_of_few

KINDS = {
    "csv": "text/csv; charset=utf-8",
    # As an office in France opens it by a double click: semicolons and decimal commas. What
    # programs read stays the plain one, in every language.
    "fr.csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS, MOST_LETTERS = 1_048_575, 32_767
"""What an XLSX sheet takes below its head line, and a cell (ECMA-376, Excel's limits)."""
_PIECE_BYTES = 32_768
_IN_MEMORY_BYTES = 1_000_000
_ROWS_A_TURN = 50
_SIGNS = "=+@＝＋－＠﹢﹣﹦﹫-"
_CUTS = ",;|\t\n\r\x0b\x0c\x00\x1c\x1d\x1e\x85\u2028\u2029"
# What a spreadsheet may skip before a cell's first sign: spaces, quotes, signs that are unseen.
_SKIPPED = (
    r"""\s"'`´«»“”„‘’‚‹›\x01-\x1f\x7f-\x9f\xad\u061c\u180e"""
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
# A whole run of cuts and skipped signs with the sign after it, so that each is looked at once.
_RUN = re.compile(rf"([{re.escape(_CUTS)}{_SKIPPED}]+)([{_SIGNS}]?)")
_CUT = re.compile(rf"[{re.escape(_CUTS)}]")
_AT_START = re.compile(rf"\A(?=[{_SIGNS}]|'*[\t\n\r])")
_GUARDED = re.compile(r"\A'(?='*[\t\n\r])")


@dataclass(frozen=True)
class Sheet:
    """A table to take away. name: of the file, without its ending. rows: looked at once."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def harmless(text: str) -> str:
    """`text` as a CSV cell of which no part is a formula, wherever a spreadsheet cuts it."""

    def mend(found: re.Match[str]) -> str:
        run, sign = found.groups()
        begins = sign and (found.start() == 0 or _CUT.search(run))
        return f"{run}'{sign}" if begins else found.group()

    return _AT_START.sub("'", _RUN.sub(mend, text))


def as_written(cell: str) -> str:
    """The text of a CSV cell of this site as it was before `harmless`."""

    def mend(found: re.Match[str]) -> str:
        run, sign = found.groups()
        begins = sign and run.endswith("'") and (found.start() == 0 or _CUT.search(run))
        return f"{run[:-1]}{sign}" if begins else found.group()

    return _GUARDED.sub("", _RUN.sub(mend, cell))


class _Line:
    """A file that gives back the line written to it."""

    def write(self, line: str) -> str:
        return line


def csv_pieces(sheet: Sheet, *, french: bool = False) -> Iterator[bytes]:
    """The table as UTF-8 with a mark that Excel understands, in pieces of some 32 KB.

    french: cut at semicolons, with decimal commas and a French spreadsheet's words of truth.
    """
    writer = csv.writer(_Line(), delimiter=";" if french else ",")
    kept, size = ["\ufeff", writer.writerow([harmless(name) for name in sheet.columns])], 0
    for row in sheet.rows:
        line = writer.writerow([_cell(one, french) for one in row])
        kept.append(line)
        size += len(line)
        if size > _PIECE_BYTES:
            yield "".join(kept).encode()
            kept, size = [], 0
    yield "".join(kept).encode()


def _cell(value: Any, french: bool) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if french and isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if french and isinstance(value, float):
        return str(value).replace(".", ",")
    return value


def csv_kind() -> str:
    """Which kind of CSV an office that speaks the reader's language opens by a double click."""
    return "fr.csv" if (get_language() or "").startswith("fr") else "csv"


def write_xlsx(sheet: Sheet, file: IO[bytes], *, secret: bool = False) -> None:
    """The table as a workbook of one sheet, row by row, in memory of a row's size.

    secret: nothing of it may touch a disk, so all of it is held in memory.
    """
    settings = {
        "in_memory" if secret else "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, settings)
    page = book.add_worksheet()
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, bold)
    for place, row in enumerate(sheet.rows, start=1):
        if place > MOST_ROWS:
            break
        for column, value in enumerate(row):
            _put(page, place, column, value)
        if place % _ROWS_A_TURN == 0:
            # Lets go of the interpreter: pages are asked for meanwhile.
            time.sleep(0)
    book.close()


def _put(page: Any, row: int, column: int, value: Any) -> None:
    """One cell by the kind of its value; what is no number is text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, (int, float)) and math.isfinite(value):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, str(value)[:MOST_LETTERS])


class _FileInPieces(FileResponse):
    block_size = 2 * _PIECE_BYTES


def answer(sheet: Sheet, kind: str) -> HttpResponseBase:
    """The table as a download of that kind; raises TooOften while others make theirs.

    It is made into a file first, so that no slow reader holds the database or a place among the
    few that make one. kind: one of KINDS.
    """
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115  (the answer closes it)
    with one_of_few():
        if kind.endswith("csv"):
            file.writelines(csv_pieces(sheet, french=kind == "fr.csv"))
        else:
            write_xlsx(sheet, file)
    file.seek(0)
    response = _FileInPieces(file, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{sheet.name}.{kind}"'
    return response


def kind_asked(request: HttpRequest) -> str:
    """The kind of table that `?as=` asks for, "" where it asks for none; BadInput for another."""
    asked = request.GET.get("as", "")
    if asked and asked not in KINDS:
        raise BadInput(
            _("A table comes as one of these: %(kinds)s.") % {"kinds": ", ".join(KINDS)},
            field="as",
        )
    return asked
