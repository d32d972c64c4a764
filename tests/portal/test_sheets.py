"""Tables that leave the site: no cell is a formula, and every text can be had back."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from portal.sheets import Sheet, as_written, csv_pieces, harmless, write_xlsx

SIGNS = "=+-@＝＋－＠"
# What a spreadsheet passes over before it looks at a cell's first sign.
BLANK = " \"'\u00a0\u200b\ufeff\x00\x1f"
TEXTS = st.text(alphabet=st.sampled_from([*"ab;,|\t\n\r", *BLANK, *SIGNS]), max_size=40)


def live(cell: str) -> bool:
    """Whether a spreadsheet could run a cell: a sign first, but for blanks, and no apostrophe."""
    shown = cell.strip(BLANK.replace("'", ""))
    return shown[:1] in [*SIGNS] and shown != ""


def written(text: str) -> str:
    return b"".join(csv_pieces(Sheet("x", ["text"], [[text]]))).decode("utf-8-sig")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert harmless(start) == f"'{start}"


@pytest.mark.parametrize(
    "cut", [";", ",", "\t", "\n", "\r", "\r\n", "|", "\x00", "; ", ';"', "; \u200b"]
)
@pytest.mark.parametrize("sign", SIGNS)
def test_no_formula_begins_after_a_separator(cut: str, sign: str) -> None:
    assert (
        harmless(f"Bonne idée{cut}{sign}cmd|' /c calc'!A0")
        == f"Bonne idée{cut}'{sign}cmd|' /c calc'!A0"
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@given(text=TEXTS)
def test_no_cell_is_live_however_the_file_is_cut(separator: str, text: str) -> None:
    rows = re.split(r"[\r\n]", written(text))
    cells = [cell for row in rows for cell in row.split(separator)]
    assert [cell for cell in cells if live(cell)] == []


@given(text=TEXTS)
def test_a_reader_who_knows_the_rule_has_the_text_back(text: str) -> None:
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize(
    "text", ["Rue de Strasbourg - 30 km/h", "a = b", "d'accord, l'arbre", "A+B"]
)
def test_ordinary_sentences_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_numbers_stay_numbers() -> None:
    text = b"".join(csv_pieces(Sheet("x", ["n"], [[-3.5]]))).decode()
    assert text.splitlines()[1] == "-3.5"


def test_a_long_run_of_separators_costs_no_more_than_a_long_text() -> None:
    assert harmless("\t;" * 500_000 + "x").endswith("x")


HOSTILE = [
    "=1+1", "https://example.org", "mailto:a@b", "0012", "1e5", "{=A1}", "_x0041_", "</t><f>1</f>",
    "a\x01b", " with spaces ", "é\u202e", "line\nline", "internal:A1", "file:///etc/passwd",
]  # fmt: skip


def test_a_workbook_holds_texts_as_texts() -> None:
    file = io.BytesIO()
    write_xlsx(Sheet("x", ["=head"], [[one] for one in HOSTILE]), file)
    page = openpyxl.load_workbook(file).active
    cells = [row[0] for row in page.iter_rows()]
    # The reader leaves ECMA-376's way to write odd signs as it is; a spreadsheet does not.
    assert [unescape(cell.value) for cell in cells] == ["=head", *HOSTILE]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_numbers_and_truths_are_such_in_a_workbook() -> None:
    file = io.BytesIO()
    write_xlsx(Sheet("x", ["a", "b", "c", "d"], [[3, -2.5, True, None]]), file)
    rows = list(openpyxl.load_workbook(file).active.values)
    assert rows[1] == (3, -2.5, True, None)


def test_a_large_table_leaves_in_small_pieces() -> None:
    rows = ([number, "text;=1" * 20] for number in range(5_000))
    pieces = list(csv_pieces(Sheet("x", ["n", "t"], rows)))
    assert max(map(len, pieces)) < 40_000
    assert len(list(csv.reader(io.StringIO(b"".join(pieces).decode())))) == 5_001
