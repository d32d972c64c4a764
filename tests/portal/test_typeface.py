"""The typeface for print has the letters of the languages a city may write in."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from portal.typeface import BOLD, REGULAR, ttf


@pytest.mark.parametrize("weight", [REGULAR, BOLD])
def test_it_has_accents_of_latin_languages_and_signs_of_money(weight: int) -> None:
    has = TTFont(ttf(weight)).getBestCmap()
    assert {sign for sign in "éèçœÉÎßŁőğřşåø€£“”’–" if ord(sign) not in has} == set()


def test_it_has_the_narrow_spaces_of_french_numbers() -> None:
    has = TTFont(ttf(REGULAR)).getBestCmap()
    assert {0x00A0, 0x202F} <= set(has)


def test_it_is_made_once() -> None:
    made = ttf(REGULAR)
    before = made.stat().st_mtime_ns
    ttf.cache_clear()
    assert ttf(REGULAR).stat().st_mtime_ns == before


def test_bold_is_bolder() -> None:
    assert TTFont(ttf(BOLD))["OS/2"].usWeightClass > TTFont(ttf(REGULAR))["OS/2"].usWeightClass
