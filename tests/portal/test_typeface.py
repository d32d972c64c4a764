"""The typeface for print has the letters of the languages a city may write in."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from portal.typeface import (
    BOLD,
    FACES,
    REGULAR,
    _kept,
    faces_for,
    signs_of,
    ttf,
    unprintable,
)


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_it_has_accents_of_latin_languages_and_signs_of_money(weight: int) -> None:
    has = TTFont(ttf(weight)).getBestCmap()
    assert {sign for sign in "éèçœÉÎßŁőğřşåø€£“”’–" if ord(sign) not in has} == set()


def test_it_has_the_narrow_spaces_of_french_numbers() -> None:
    has = TTFont(ttf(REGULAR)).getBestCmap()
    assert {0x00A0, 0x202F} <= set(has)


@pytest.mark.parametrize("face", FACES)
def test_what_a_face_is_said_to_have_it_has(face: str) -> None:
    assert signs_of(face) <= set(TTFont(ttf(REGULAR, face)).getBestCmap())


def test_small_figures_are_lower_or_higher_than_the_others() -> None:
    font = TTFont(ttf(REGULAR))
    has, glyphs = font.getBestCmap(), font["glyf"]
    low, line, high = (glyphs[has[ord(sign)]] for sign in "₂2⁴")
    assert low.yMin < line.yMin < high.yMin
    assert low.yMax - low.yMin < line.yMax - line.yMin


def test_a_text_takes_no_more_faces_than_it_needs() -> None:
    assert faces_for(["Łódź, €, Парк"]) == ("source-sans-3",)
    assert faces_for(["a ≥ b", "שלום"]) == ("source-sans-3", "noto-sans-hebrew", "noto-sans-math")
    assert faces_for(["حديقة"]) == ("source-sans-3", "noto-sans-arabic")


def test_what_no_face_has_is_named_once() -> None:
    assert unprintable("公园 Park, 公园; 🌳 ❤️") == "公园"


def test_it_is_made_once() -> None:
    made = ttf(REGULAR)
    before = made.stat().st_mtime_ns
    _kept.cache_clear()
    assert ttf(REGULAR).stat().st_mtime_ns == before


def test_bold_is_bolder() -> None:
    assert TTFont(ttf(BOLD))["OS/2"].usWeightClass > TTFont(ttf(REGULAR))["OS/2"].usWeightClass
