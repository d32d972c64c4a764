"""Drawing a ballot on A4: large type, large boxes, one page where it fits."""

from __future__ import annotations

from typing import cast

import segno

from participation.paper.sheet import Row, Words
from portal.printing import FACE, Printed, require_printable

# Millimetres and points.
MARGIN, WIDTH, HEIGHT = 18.0, 210.0, 297.0
INNER = WIDTH - 2 * MARGIN
FOOT = 24.0
BOX = 9.0
QR = 27.0
GAP = 3.0
COLUMN = {"scores": 12.0, "grades": 18.0}
GREY = 110


class _Paper(Printed):
    """A4 with the ballot's foot on each page."""

    def __init__(self, words: Words) -> None:
        super().__init__(_texts(words))
        self.words = words
        self.set_margins(MARGIN, 15, MARGIN)
        self.set_auto_page_break(False)
        self.set_lang(words.language)
        self.set_title(f"{words.title}: {words.question}")
        self.set_line_width(0.35)

    def face(self, size: float, style: str = "", grey: int = 0) -> None:
        """The type to write with."""
        self.set_font(FACE, style, size)
        self.set_text_color(grey)

    def write_in(self, text: str, x: float, width: float, line: float) -> float:
        """Write a paragraph at x; the height it took."""
        self.set_x(x)
        before = self.get_y()
        self.paragraph(width, line, text, new_x="LMARGIN", new_y="NEXT")
        return self.get_y() - before

    def height_of(self, text: str, width: float, line: float) -> float:
        """How high a paragraph will be in the type that is set."""
        if not text:
            return 0.0
        high = self.paragraph(width, line, text, dry_run=True, output="HEIGHT")
        return cast(float, high)

    def box(self, x: float, y: float, size: float = BOX) -> None:
        """An empty box."""
        self.set_draw_color(0)
        self.rect(x, y, size, size)

    def footer(self) -> None:
        """Who may not write what, until when, and the page."""
        self.set_y(HEIGHT - FOOT)
        self.set_draw_color(GREY)
        self.line(MARGIN, self.get_y(), WIDTH - MARGIN, self.get_y())
        self.set_y(self.get_y() + 2)
        self.face(10.5)
        self.write_in(self.words.foot, MARGIN, INNER - 30, 4.8)
        self.set_xy(WIDTH - MARGIN - 30, HEIGHT - FOOT + 2)
        page = self.words.page % {"page": self.page_no(), "pages": self.str_alias_nb_pages}
        self.face(10.5, grey=GREY)
        self.cell(30, 4.8, page, align="R", new_x="RIGHT", new_y="NEXT")
        self.set_x(MARGIN)
        self.face(8, grey=GREY)
        self.cell(INNER, 9.6, self.words.mark, align="R")


def _texts(words: Words) -> list[str]:
    """All that the ballot says."""
    alone = (words.city, words.title, words.question, words.abstain, words.foot, words.page)
    rows = [text for row in words.rows for text in (row.letter, row.name, row.summary, row.cost)]
    return [*alone, words.mark, *words.how, *rows, *words.columns]


def ballot_pdf(words: Words) -> bytes:
    """The ballot as a PDF file; the same bytes for the same words, but for its date.

    Raises BadInput, naming them, when it holds signs that cannot be printed.
    """
    require_printable(_texts(words))
    paper = _Paper(words)
    paper.add_page()
    _head(paper)
    _column_heads(paper)
    for row in words.rows:
        _row(paper, row)
    _abstain(paper)
    return bytes(paper.output())


def _head(paper: _Paper) -> None:
    words = paper.words
    top = paper.get_y()
    _qr(paper, words.address, WIDTH - MARGIN - QR, top)
    width = INNER - QR - 6
    paper.face(12, grey=GREY)
    paper.write_in(f"{words.city} · {words.title}", MARGIN, width, 6)
    paper.set_y(paper.get_y() + 2)
    paper.face(22, "B")
    paper.write_in(words.question, MARGIN, width, 9)
    paper.set_y(max(paper.get_y(), top + QR) + 3)
    paper.face(14.5)
    for sentence in words.how:
        paper.write_in(sentence, MARGIN, INNER, 6.6)
    paper.set_y(paper.get_y() + 4)


def _qr(paper: _Paper, address: str, x: float, y: float) -> None:
    matrix = segno.make(address, error="m", micro=False).matrix
    cell = QR / len(matrix)
    paper.set_fill_color(0)
    for down, line in enumerate(matrix):
        for right, dark in enumerate(line):
            if dark:
                # A hair wider than its place, so that no white seam is left between two.
                paper.rect(x + right * cell, y + down * cell, cell * 1.02, cell * 1.02, style="F")


def _column_heads(paper: _Paper) -> None:
    columns = paper.words.columns
    if not columns:
        return
    step = COLUMN[paper.words.form]
    left = WIDTH - MARGIN - step * len(columns)
    y = paper.get_y()
    margin, paper.c_margin = paper.c_margin, 0.0
    _face_for_words(paper, columns, step - 1.5)
    heights = []
    for place, head in enumerate(columns):
        paper.set_xy(left + place * step, y)
        paper.multi_cell(step, 4.5, head, align="C", new_x="RIGHT", new_y="TOP")
        heights.append(paper.height_of(head, step, 4.5))
    paper.c_margin = margin
    paper.set_y(y + max(heights) + 1)


def _face_for_words(paper: _Paper, heads: tuple[str, ...], width: float) -> None:
    """The largest type in which no word of `heads` is cut."""
    words = [word for head in heads for word in head.split()]
    for half in range(26, 11, -1):
        paper.face(half / 2, "B")
        if max(map(paper.get_string_width, words)) <= width:
            return


def _cost_width(paper: _Paper) -> float:
    paper.face(16)
    costs = [row.cost for row in paper.words.rows if row.cost]
    return max(map(paper.get_string_width, costs)) + 6 if costs else 0.0


def _row(paper: _Paper, row: Row) -> None:
    words = paper.words
    step = COLUMN.get(words.form, 0.0)
    boxes = step * len(words.columns) or BOX + 5
    at_left = not words.columns
    text_x = MARGIN + (boxes if at_left else 0.0)
    cost_width = _cost_width(paper)
    width = INNER - boxes - cost_width - (0 if at_left else 3)
    name = f"{row.letter}  {row.name}"
    paper.face(16, "B")
    high = paper.height_of(name, width, 7)
    paper.face(12)
    high = max(high + paper.height_of(row.summary, width, 5.4), BOX)
    _break_for(paper, high + 2 * GAP)
    top = paper.get_y()
    paper.set_draw_color(190)
    paper.line(MARGIN, top, WIDTH - MARGIN, top)
    y = top + GAP
    if at_left:
        paper.box(MARGIN, y)
    else:
        left = WIDTH - MARGIN - boxes
        for place in range(len(words.columns)):
            paper.box(left + place * step + (step - BOX) / 2, y)
    paper.set_y(y)
    paper.face(16, "B")
    paper.write_in(name, text_x, width, 7)
    if row.summary:
        paper.face(12, grey=60)
        paper.write_in(row.summary, text_x, width, 5)
    if row.cost:
        paper.set_xy(WIDTH - MARGIN - cost_width, y)
        paper.face(16)
        paper.cell(cost_width, 7, row.cost, align="R")
    paper.set_y(y + high + GAP)


def _abstain(paper: _Paper) -> None:
    _break_for(paper, BOX + 12)
    paper.set_draw_color(0)
    top = paper.get_y() + 2
    paper.line(MARGIN, top, WIDTH - MARGIN, top)
    paper.box(MARGIN, top + 5)
    paper.set_xy(MARGIN + BOX + 5, top + 5)
    paper.face(14.5)
    paper.cell(INNER - BOX - 5, BOX, paper.words.abstain)


def _break_for(paper: _Paper, high: float) -> None:
    if paper.get_y() + high > HEIGHT - FOOT - 3:
        paper.add_page()
        paper.face(11, grey=GREY)
        paper.write_in(paper.words.question, MARGIN, INNER, 5)
        paper.set_y(paper.get_y() + 3)
        _column_heads(paper)
