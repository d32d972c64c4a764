"""Records of fields between semicolons, as cities really write them.

The csv module trusts quotes; real files have a stray quote inside a field, or a field that starts
with a quoted word and goes on. So a quote counts only where the record then has as many fields as
the section's header; where it does not, the quotes are taken as letters.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence

from participation.tallies.interchange.elections import Unreadable

MOST_BYTES = 200_000_000


def text_of(data: bytes, remarks: list[str]) -> str:
    """A file's text with plain line ends; what is not UTF-8 is read as Windows-1252, and remarked.

    Only names and comments hold letters beyond ASCII, so the count does not depend on it.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"the file has more than {MOST_BYTES:,} bytes")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        remarks.append("this is not UTF-8; the file was read as UTF-16")
        return _plain_ends(data.decode("utf-16", errors="replace"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remarks.append(f"line {line}: this is not UTF-8; the file was read as Windows-1252")
        text = data.removeprefix(codecs.BOM_UTF8).decode("cp1252", errors="replace")
    return _plain_ends(text)


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TooMany(ValueError):
    """A record with more fields than its section has columns."""


class Row(Mapping[str, str]):
    """One record by column name; the names are shared by all records of a section."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: Sequence[str], values: tuple[str, ...]) -> None:
        self._names, self._values = names, values

    def __getitem__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return self._values[self._names.index(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


PAIR = 2
"""Fields of META: a key and a value."""
MOST_LINES = 50
"""A quoted field may run over this many lines; a longer one is a quote that was never closed."""


def split_quoted(text: str) -> list[str] | None:
    """Fields of `text` with quotes read as in CSV; None when a quote is not closed properly.

    A quote opens only at the start of a field, and closes only before a semicolon or the end.
    """
    fields: list[str] = []
    at = 0
    while True:
        if text[at : at + 1] == '"':
            end = _closing(text, at + 1)
            if end is None:
                return None
            fields.append(text[at + 1 : end].replace('""', '"'))
            at = end + 1
        else:
            end = text.find(";", at)
            end = len(text) if end < 0 else end
            fields.append(text[at:end])
            at = end
        if at >= len(text):
            return fields
        at += 1


def _closing(text: str, start: int) -> int | None:
    """Where the quote opened before `start` closes."""
    at = start
    while True:
        at = text.find('"', at)
        if at < 0:
            return None
        if text[at + 1 : at + 2] == '"':
            at += 2
            continue
        return at if at + 1 == len(text) or text[at + 1] == ";" else None


def records(
    lines: Sequence[str],
    first: int,
    last: int,
    width: int | None,
    set_aside: Callable[[int, str], None] | None = None,
) -> Iterator[tuple[int, list[str]]]:
    """Line number (from 1) and fields of each record in lines[first:last], empty ones left out.

    width: fields a record should have, None for any number (then a record is one line, or a pair
    whose quoted value runs on). Raises Unreadable, naming the line, when no reading gives that;
    or, where there is `set_aside`, tells it the line and why, and leaves that record out.
    """
    at = first
    while at < last:
        line = lines[at]
        # A spreadsheet fills the lines below a table with semicolons.
        if not line.strip(" \t;"):
            at += 1
            continue
        try:
            fields, used = _record(lines, at, last, width)
        except TooMany as error:
            if set_aside is None:
                raise Unreadable(f"line {at + 1}: {error}") from None
            set_aside(at + 1, str(error))
            at += 1
            continue
        yield at + 1, fields
        at += used


def _record(lines: Sequence[str], at: int, last: int, width: int | None) -> tuple[list[str], int]:
    """The best reading of the record that starts at line `at`, and how many lines it takes."""
    line = lines[at]
    plain = line.split(";")
    if '"' not in line:
        return _fitted(plain, width), 1
    quoted = split_quoted(line)
    if quoted is not None and (width is None or len(quoted) == width):
        return quoted, 1
    # A quote that is open at the end of a line: it runs on, unless the next line is a whole record.
    after = lines[at + 1] if at + 1 < last else None
    next_is_whole = after is None or (len(after.split(";")) == width and '"' not in after)
    if len(plain) == width and (quoted is not None or next_is_whole):
        return plain, 1
    for count in range(2, min(MOST_LINES, last - at) + 1):
        joined = split_quoted("\n".join(lines[at : at + count]))
        if joined is not None and len(joined) == (width or PAIR):
            return joined, count
    return (plain, 1) if len(plain) == width else (_fitted(quoted or plain, width), 1)


def _fitted(fields: list[str], width: int | None) -> list[str]:
    """Fields cut or filled to `width`, when only empty ones are added or lost."""
    if width is None or len(fields) == width:
        return fields
    if len(fields) < width:
        return fields + [""] * (width - len(fields))
    if not any(extra.strip() for extra in fields[width:]):
        return fields[:width]
    raise TooMany(f"there are too many fields: {len(fields)} where the header has {width}")


def joined(fields: Sequence[str]) -> str:
    """One record as text; a field with a semicolon, a quote or a line break is quoted."""
    return ";".join(
        '"' + one.replace('"', '""') + '"' if any(sign in one for sign in ';"\n\r') else one
        for one in fields
    )
