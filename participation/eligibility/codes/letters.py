"""A batch's codes as they leave the site, once: a table, and letters to print, in one ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.eligibility.codes.qr import Square, SquaresOf
from participation.ledger.codes import grouped
from portal.printing import FACE, Printed
from portal.sheets import Sheet, csv_pieces, write_xlsx

A_FILE, A_BOOK = 500, 20_000
_LEFT_MM, _WIDTH_MM, _QR_MM = 25.0, 160.0, 42.0
_POINTS = 72 / 25.4
_HEIGHT_MM = 297.0


@dataclass(frozen=True)
class Letter:
    """What all letters of a batch say. address: of the vote's page. until: "" or a day and time.

    mark: history.print_mark.
    """

    city: str
    question: str
    address: str
    until: str
    batch: str
    area: str
    contact: str
    language: str
    mark: str = ""


def parcel(letter: Letter, words: Sequence[str], *, print_them: bool) -> Iterator[bytes]:
    """A ZIP, piece by piece: codes.csv, the same as workbooks, and with print_them PDFs (A4).

    The table has serial, code, address with the code in its fragment (which browsers never send),
    and area. A_FILE letters are in one PDF, A_BOOK codes in one workbook; 100,000 letters need no
    more memory than one of these.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as parcel_:
        with parcel_.open("codes.csv", "w") as table:
            for piece in csv_pieces(_sheet(letter, words, 0, len(words))):
                table.write(piece)
                yield sink.take()
        for start in range(0, len(words), A_BOOK):
            end = min(start + A_BOOK, len(words))
            with parcel_.open(f"codes-{start + 1:06d}-{end:06d}.xlsx", "w") as book:
                # Codes are in clear nowhere but in what is taken away: not on a disk either.
                kept = io.BytesIO()
                write_xlsx(_sheet(letter, words, start, end), kept, secret=True)
                book.write(kept.getvalue())
            yield sink.take()
        if print_them:
            squares = SquaresOf(f"{letter.address}#code=")
            for start in range(0, len(words), A_FILE):
                part = words[start : start + A_FILE]
                name = f"letters-{start + 1:06d}-{start + len(part):06d}.pdf"
                parcel_.writestr(name, letters_pdf(letter, part, start + 1, squares))
                yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """Takes what zipfile writes and hands it on."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Keep until taken."""
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        """All that was written since."""
        found, self._parts = b"".join(self._parts), []
        return found


def _sheet(letter: Letter, words: Sequence[str], start: int, end: int) -> Sheet:
    """The codes from start on as a table."""
    lines = (
        [serial, grouped(word), f"{letter.address}#code={word}", letter.area]
        for serial, word in enumerate(words[start:end], start=start + 1)
    )
    return Sheet("codes", ["serial", "code", "address", "area"], lines)


def letters_pdf(
    letter: Letter, words: Sequence[str], first_serial: int, squares: SquaresOf
) -> bytes:
    """One A4 page for each word, the upper third free for the address window."""
    with override(letter.language):
        sentences, yours = _sentences(letter), _("Your code")
        foot = _("Letter %(number)s")
        pdf = Printed([letter.city, letter.question, *sentences, yours, foot, letter.batch])
        pdf.set_auto_page_break(False)
        pdf.set_margin(0)
        pdf.c_margin = 0
        pdf.set_title(_("Letters with codes"))
        pdf.set_lang(letter.language)
        same = ""
        for serial, word in enumerate(words, start=first_serial):
            pdf.add_page()
            if not same:
                _write(pdf, letter, sentences, yours)
                drawn = pdf.pages[1].contents
                # Faces beside the main one belong to the page on which they were written.
                if isinstance(drawn, bytearray) and not pdf.needs_others:
                    same = drawn.decode("latin-1")
            else:
                # The same for all: laying out its lines again would take most of the time.
                pdf._out(same)
            pdf.set_font(FACE, "B", 24)
            pdf.text(_LEFT_MM, 215, grouped(word))
            pdf.set_font(FACE, "", 9)
            _line(pdf, 282, f"{foot % {'number': serial}} · {letter.batch}")
            _line(pdf, 286, letter.mark)
            pdf._out(_picture(squares.of(word)))
    return bytes(pdf.output())


def _line(pdf: Printed, base_mm: float, text: str) -> None:
    """One line whose letters stand `base_mm` below the top."""
    pdf.set_xy(_LEFT_MM, base_mm - 0.8 * pdf.font_size)
    pdf.cell(_WIDTH_MM, pdf.font_size, text)


def _sentences(letter: Letter) -> list[str]:
    """What a letter says between the question and the code."""
    return [
        _("This letter lets you vote on this question, once. You need no account."),
        *([_("You can vote until %(until)s.") % {"until": letter.until}] if letter.until else []),
        _(
            "Point your phone's camera at the square, or open this address and type the code "
            "below: %(address)s"
        )
        % {"address": letter.address.removeprefix("https://").removeprefix("http://")},
        _(
            "The code shows that you may vote. What you vote is sealed apart from it; keep the "
            "letter until the vote is over, to change your vote."
        ),
        _("Questions, or a letter that is not yours? %(contact)s") % {"contact": letter.contact},
    ]


def _write(pdf: Printed, letter: Letter, sentences: Sequence[str], yours: str) -> None:
    """What every letter says, from the fold down."""
    pdf.set_font(FACE, "B", 12)
    _line(pdf, 22, letter.city)
    pdf.set_xy(_LEFT_MM, 92)
    pdf.set_font(FACE, "B", 18)
    pdf.paragraph(_WIDTH_MM, 8, letter.question[:200], new_x="LMARGIN", new_y="NEXT")
    pdf.set_xy(_LEFT_MM, pdf.get_y() + 3)
    pdf.set_font(FACE, "", 12)
    for line in sentences:
        pdf.set_x(_LEFT_MM)
        pdf.paragraph(_WIDTH_MM, 6, line, new_x="LMARGIN", new_y="NEXT")
        pdf.set_y(pdf.get_y() + 2)
    pdf.set_font(FACE, "", 11)
    _line(pdf, 205, yours)


def _picture(square: Square) -> str:
    """The square as a mask in the page itself (ISO 32000 8.9.7), dark where it is 1."""
    rows = np.packbits(1 - square, axis=1)
    side = len(rows)
    x, y = (_LEFT_MM + _WIDTH_MM - _QR_MM) * _POINTS, (_HEIGHT_MM - 240) * _POINTS
    edge = _QR_MM * _POINTS
    return (
        f"q 0 g {edge:.2f} 0 0 {edge:.2f} {x:.2f} {y:.2f} cm "
        f"BI /W {side} /H {side} /BPC 1 /IM true /F /AHx ID {rows.tobytes().hex()}> EI Q"
    )
