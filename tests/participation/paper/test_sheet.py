"""The printed ballot has a box for all that its rule lets a voter say."""

from __future__ import annotations

import io
import re
import zlib

import pytest
from fontTools.ttLib import TTFont, TTLibError

from participation.consultations import edit_consultation
from participation.models import Consultation, Option
from participation.paper.sheet import words_of
from participation.paper.sheet_pdf import ballot_pdf
from participation.tallies.catalogue import RULES
from portal.errors import BadInput, NotNow
from portal.models import User

ADDRESS = "https://city.example/c/streets/"


def drawn(pdf: bytes) -> str:
    """The page's drawing orders."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    found = []
    for stream in streams:
        try:
            found.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(found)


def boxes(pdf: bytes) -> int:
    """Squares of nine millimetres that are drawn, not filled."""
    side = 9 * 72 / 25.4
    return len(re.findall(rf"{side:.2f} -{side:.2f} re S", drawn(pdf)))


BOXES_OF = {"ticks": 3, "ranking": 3, "points": 3, "scores": 18, "grades": 18}


@pytest.mark.parametrize("rule", list(RULES))
def test_each_rule_has_its_boxes_and_one_to_abstain(question: Consultation, rule: str) -> None:
    question.ballot_rule, number = rule, BOXES_OF[RULES[rule].form]
    question.ballot_settings = {"budget": "1000"} if RULES[rule].budget else {}
    assert boxes(ballot_pdf(words_of(question, "en", ADDRESS))) == number + 1


def test_a_budget_ballot_tells_costs_and_the_budget(question: Consultation) -> None:
    question.ballot_rule, question.ballot_settings = "greedy", {"budget": "250000"}
    Option.objects.filter(is_baseline=False).update(cost=120000)
    words = words_of(question, "en", ADDRESS)
    assert [row.cost for row in words.rows] == ["", "€120,000", "€120,000"]
    assert "The budget is €250,000." in words.how


def test_letters_are_those_of_the_site(question: Consultation) -> None:
    words = words_of(question, "en", ADDRESS)
    assert [row.letter for row in words.rows] == ["A", "B", "C"]


def test_points_and_limits_are_told(question: Consultation) -> None:
    question.ballot_rule, question.ballot_settings = "cumulative", {"points": 7}
    assert any("7 points" in sentence for sentence in words_of(question, "en", ADDRESS).how)


def test_an_old_print_can_be_told_from_a_new_one(question: Consultation, official: User) -> None:
    before = words_of(question, "en", ADDRESS).mark
    edit_consultation(
        actor=official,
        consultation=question,
        seen_version=question.edit_version,
        summary={"en": "A street of 300 metres."},
        reason="Its length was missing.",
    )
    assert words_of(question, "en", ADDRESS).mark == "streets · en · 2" != before


def test_words_are_of_the_language_that_was_asked_for(question: Consultation) -> None:
    question.question = {"en": "Should cars leave?", "fr": "Les voitures doivent-elles partir ?"}
    assert words_of(question, "fr", ADDRESS).question == "Les voitures doivent-elles partir ?"


def test_a_long_list_goes_on_over_pages(question: Consultation) -> None:
    words = words_of(question, "en", ADDRESS)
    long = words.__class__(**{**vars(words), "rows": words.rows * 20})
    pdf = ballot_pdf(long)
    assert pdf.count(b"/Type /Page\n") > 2
    assert boxes(pdf) == 61


def test_long_words_for_grades_are_not_cut(question: Consultation) -> None:
    question.ballot_rule = "majority-judgement"
    words = words_of(question, "en", ADDRESS)
    heads = ("Insuffisant", "Très insuffisant", *words.columns[2:])
    pdf = ballot_pdf(words.__class__(**{**vars(words), "columns": heads}))
    # Heads are drawn smaller than the largest size, each word whole.
    sizes = [float(size) for size in re.findall(r"/F\d+ ([0-9.]+) Tf", drawn(pdf))]
    assert 6 <= min(sizes) < 10


def test_accents_are_in_the_embedded_type(question: Consultation) -> None:
    question.question = {"en": "Où planter à l’été ? Łódź, €"}
    pdf = ballot_pdf(words_of(question, "en", ADDRESS))
    assert b"/FontFile2" in pdf
    # The file maps the letters it draws back to Unicode, four digits each.
    assert {sign for sign in "ùàéŁóź€" if b"<%04X>\n" % ord(sign) not in pdf} == set()


def _spoken(pdf: bytes) -> set[str]:
    """The signs that the file maps back to Unicode, for reading aloud and copying."""
    return {
        bytes.fromhex(code.decode()).decode("utf-16-be")
        for code in re.findall(rb"<((?:[0-9A-F]{4})+)>\n", pdf)
    }


@pytest.mark.parametrize(
    "name",
    [
        "CO₂ ≤ 30 km/h ≥ 12 m³ → № 7 ≈ Ω",
        "Парк культуры",
        "Πάρκο της ειρήνης",
        "Công viên hoà bình ệẢ",
        "🌳 Park ❤️ 🚲",
        "שלום, Garden of peace",
    ],
)
def test_signs_outside_the_sites_own_type_are_printed(question: Consultation, name: str) -> None:
    question.question = {"en": name}
    spoken = "".join(_spoken(ballot_pdf(words_of(question, "en", ADDRESS))))
    assert {sign for sign in name if sign not in spoken} - {" ", "\ufe0f"} == set()


def _outlines(pdf: bytes) -> set[bytes]:
    """The shapes of all letters that the file brings along."""
    found = set()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            font = TTFont(io.BytesIO(zlib.decompress(stream)))
        except (zlib.error, TTLibError):
            continue
        if "glyf" in font:
            glyphs = font["glyf"]
            found |= {glyphs[name].compile(glyphs) for name in font.getGlyphOrder()}
    return found


def test_arabic_letters_are_joined(question: Consultation) -> None:
    """Inside a word they have other shapes than alone."""
    shapes = []
    for text in ("ح د ي ق ة", "حديقة"):
        question.question = {"en": text}
        shapes.append(_outlines(ballot_pdf(words_of(question, "en", ADDRESS))))
    assert len(shapes[1] - shapes[0]) >= 4


def test_a_ballot_that_would_lose_signs_is_refused_and_they_are_named(
    question: Consultation,
) -> None:
    question.question = {"en": "公园 Park"}
    with pytest.raises(BadInput, match=r"公 \(U\+516C\), 园 \(U\+56ED\) in “公园 Park”"):
        ballot_pdf(words_of(question, "en", ADDRESS))


def test_a_question_without_a_vote_has_no_sheet(question: Consultation) -> None:
    question.ballot_rule = "none"
    with pytest.raises(NotNow):
        words_of(question, "en", ADDRESS)
