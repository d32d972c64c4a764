"""A census list as a file: CSV as offices write it, read row by row with every flaw told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participation.eligibility.areas import plain
from participation.eligibility.census.normal import normal_date, normal_name, normal_postcode
from portal.errors import BadInput, TooLarge

MOST_BYTES = 25_000_000
MOST_ROWS = 300_000
MOST_COLUMNS = 200
MOST_TOLD = 20
# Lines that one row may run over, as an address with line breaks does; empty ones before the first.
MOST_LINES = 8
MOST_EMPTY = 20
_DELIMITERS = ";,\t|"
# Columns by what offices call them, compared as `plain` text. given and family make up name.
HEADERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "nom complet", "nom et prénom", "nom prénom", "prénom nom"),
    "given": ("given name", "given names", "first name", "first names", "prénom", "prénoms"),
    "family": (
        *("family name", "last name", "surname", "nom", "nom de famille", "nom de naissance"),
        "nom d'usage",
    ),
    "birth_date": (
        *("birth date", "birthdate", "date of birth", "born", "dob", "date de naissance"),
        *("né le", "née le", "naissance"),
    ),
    "postcode": ("postcode", "postal code", "zip", "zip code", "code postal", "cp"),
    "area": ("area", "district", "quartier", "secteur", "arrondissement", "zone"),
}
WHYS = ("name", "birth_date", "postcode", "columns", "lines")


@dataclass
class Flaws:
    """Rows that cannot be used, by why (WHYS): the first MOST_TOLD row numbers, and how many."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    number: int = 0

    def add(self, why: str, row: int) -> None:
        """Tell of one more row (counted as in a spreadsheet: the header is row 1)."""
        self.number += 1
        told = self.rows.setdefault(why, [])
        if len(told) < MOST_TOLD:
            told.append(row)


@dataclass(frozen=True)
class Person:
    """A row in normal form. facts: in the order of the rule's fields."""

    row: int
    facts: tuple[str, ...]
    area: str


def people(
    data: bytes,
    fields: Sequence[str],
    *,
    columns: Mapping[str, str] | None = None,
    month_first: bool = False,
    flaws: Flaws,
) -> Iterator[Person]:
    """The people of a CSV file, in UTF-8, UTF-16 or Windows-1252, parted by ; , tab or |.

    columns: what a column is called where HEADERS would not find it. Rows with flaws are told to
    `flaws` and left out. Raises BadInput or TooLarge when the file as a whole cannot be read.
    """
    if len(data) > MOST_BYTES:
        raise _too_large()
    rows = _rows(_decoded(data))
    places = _places(next(rows, (1, []))[1], fields, columns or {})
    for number, cells in rows:
        if number > MOST_ROWS + 1:
            raise _too_large()
        if any(cell.strip() for cell in cells):
            found = _person(number, cells, places, fields, month_first, flaws)
            if found is not None:
                yield found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Row numbers, as a spreadsheet shows them, and cells; without empty rows before the first.

    A quotation mark that stands alone would swallow all people up to the next one, so a cell that
    runs over many lines ends the reading.
    """
    start, delimiter = 0, ""
    lines = text.split("\n", MOST_EMPTY)
    while start < len(lines) - 1 and not delimiter:
        line = lines[start].strip()
        if line.lower().startswith("sep=") and len(line) == 5:
            delimiter = line[4]
        elif line.strip(_DELIMITERS + ' "'):
            break
        start += 1
    rest = "\n".join(lines[start:])
    first = rest.split("\n", 1)[0][:20_000]
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
    number, line_before = start, 0
    try:
        for cells in reader:
            number += 1
            if reader.line_num - line_before > MOST_LINES:
                raise csv.Error
            line_before = reader.line_num
            yield number, cells
    except csv.Error as error:
        raise BadInput(
            _(
                "The file cannot be read from line %(line)s on, and nobody was loaded. Look there "
                "for a quotation mark that stands alone, or save the list again as CSV in UTF-8."
            )
            % {"line": start + line_before + 1},
            field="file",
        ) from error


def _decoded(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadInput(
        _("This is not a text file. Save the list as CSV in UTF-8, then choose it again."),
        field="file",
    )


def _places(header: list[str], fields: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where each thing stands; raises BadInput naming what is missing and what there is."""
    names = [plain(cell) for cell in header[:MOST_COLUMNS]]
    places: dict[str, int] = {}
    for thing, usual in HEADERS.items():
        wanted = [columns[thing]] if columns.get(thing) else usual
        for one in wanted:
            if plain(one) in names:
                places.setdefault(thing, names.index(plain(one)))
    if {"given", "family"} <= places.keys() and not columns.get("name"):
        places.pop("name", None)
    asked = [thing for thing, name in columns.items() if name and thing not in places]
    lost = [thing for thing in fields if thing not in places]
    if "name" in lost and {"given", "family"} <= places.keys():
        lost.remove("name")
    if lost or asked:
        raise BadInput(
            _(
                "No column for: %(lost)s. The first line of the file names these columns: "
                "%(names)s. Write below which is which, and choose the file again."
            )
            % {
                "lost": ", ".join(str(words()[thing]) for thing in [*lost, *asked]),
                "names": ", ".join(cell.strip()[:40] for cell in header[:30]) or "–",
            },
            field="file",
        )
    return places


def words() -> dict[str, str]:
    """What each column is, in the reader's language."""
    return {
        "name": _("Name"),
        "given": _("First name"),
        "family": _("Family name"),
        "birth_date": _("Date of birth"),
        "postcode": _("Postcode"),
        "area": _("District"),
        "columns": _("Too few columns"),
        "lines": _("A quotation mark or a line break where none should be"),
    }


def _person(
    number: int,
    cells: list[str],
    places: Mapping[str, int],
    fields: Sequence[str],
    month_first: bool,
    flaws: Flaws,
) -> Person | None:
    if len(cells) <= max(places.values()):
        flaws.add("columns", number)
        return None
    if any("\n" in cells[place] for place in places.values()):
        flaws.add("lines", number)
        return None
    named = [cells[places[thing]] for thing in ("name", "given", "family") if thing in places]
    if "name" in places:
        named = named[:1]
    facts = []
    for thing in fields:
        if thing == "name":
            fact = normal_name(" ".join(named))
        elif thing == "birth_date":
            fact = normal_date(cells[places[thing]], month_first=month_first)
        else:
            fact = normal_postcode(cells[places[thing]])
        if not fact:
            flaws.add(thing, number)
            return None
        facts.append(fact)
    area = cells[places["area"]].strip()[:40] if "area" in places else ""
    return Person(number, tuple(facts), area)


def _too_large() -> TooLarge:
    return TooLarge(
        _("This file is too large: %(megabytes)s MB and %(rows)s people fit. Load it in parts.")
        % {"megabytes": MOST_BYTES // 1_000_000, "rows": f"{MOST_ROWS:,}"},
        field="file",
    )
