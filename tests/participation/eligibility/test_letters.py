"""Letters: a square for each code that any phone reads, one page each, nothing kept."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
import segno

from participation.eligibility.codes.letters import Letter, letters_pdf, parcel
from participation.eligibility.codes.qr import SquaresOf
from participation.eligibility.codes.words import SIGNS, make

ADDRESS = "https://example.org/c/streets/vote/#code="
LETTER = Letter(
    city="Nantes",
    question="Should cars leave the Œuvre d’été?",
    address="https://example.org/c/streets/vote/",
    until="Sunday 6 December, 18:00",
    batch="North",
    area="Île",
    contact="participation@example.org",
    language="en",
)


@pytest.fixture(scope="module")
def squares() -> SquaresOf:
    return SquaresOf(ADDRESS)


def test_a_square_made_of_changes_is_the_one_that_the_library_draws(squares: SquaresOf) -> None:
    drawn = segno.make(ADDRESS + SIGNS[0] * 12, micro=False, mode="byte", error="m")
    for word in [*make(40), "Z" * 12, "0123456789AB"]:
        whole = segno.make(
            ADDRESS + word,
            mode="byte",
            error="m",
            boost_error=False,
            version=drawn.version,
            mask=squares.mask,
        )
        assert np.array_equal(np.array(whole.matrix), squares.of(word))


def test_letters_come_in_files_of_five_hundred() -> None:
    pieces = parcel(LETTER, make(501), print_them=True)
    names = zipfile.ZipFile(io.BytesIO(b"".join(pieces))).namelist()
    assert names[:2] == ["codes.csv", "codes-000001-000501.xlsx"]
    assert names[2:] == ["letters-000001-000500.pdf", "letters-000501-000501.pdf"]


def test_the_parcel_leaves_in_pieces_and_not_as_a_whole() -> None:
    sizes = [len(piece) for piece in parcel(LETTER, make(12_000), print_them=False)]
    assert len(sizes) > 3
    assert max(sizes) < sum(sizes) / 2


def test_no_cell_of_the_table_is_a_formula() -> None:
    pieces = b"".join(parcel(replace(LETTER, area="=1+1"), make(1), print_them=False))
    table = zipfile.ZipFile(io.BytesIO(pieces)).read("codes.csv").decode()
    assert ",'=1+1" in table


def test_the_workbook_of_codes_touches_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    pieces = b"".join(parcel(replace(LETTER, area="=1+1"), make(3), print_them=False))
    book = zipfile.ZipFile(io.BytesIO(pieces)).read("codes-000001-000003.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).active.values)
    assert [row[3] for row in rows] == ["area", "=1+1", "=1+1", "=1+1"]


def test_a_long_question_still_leaves_its_code_on_the_page(squares: SquaresOf) -> None:
    long = replace(LETTER, question="Why " * 50, language="fr")
    assert letters_pdf(long, make(3), 1, squares).count(b"/Type /Page\n") == 3


def test_each_letter_has_the_signs_that_another_type_gives(squares: SquaresOf) -> None:
    """Each page names the faces that it is written in."""
    pdf = letters_pdf(replace(LETTER, question="حديقة السلام 🌳"), make(3), 1, squares)
    faces = [len(re.findall(rb"/F\d+ \d+ 0 R", found)) for found in pdf.split(b"/Font <<")[1:]]
    assert faces == [4, 4, 4]
