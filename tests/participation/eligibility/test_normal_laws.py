"""Laws of writing names and days in one form: spelling never matters, other letters always do."""

from __future__ import annotations

import datetime as dt
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from participation.eligibility.census.normal import normal_date, normal_name

LATIN = st.characters(min_codepoint=0x41, max_codepoint=0x24F, categories=["Lu", "Ll"])
WORD = st.text(LATIN, min_size=2, max_size=8)
NAME = st.lists(WORD, min_size=1, max_size=4)
DAY = st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1))


@given(NAME, st.sampled_from([" ", "-", "  ", " - "]), st.sampled_from(["NFC", "NFD", "NFKC"]))
def test_hyphens_spaces_and_ways_of_encoding_do_not_matter(
    words: list[str], between: str, form: str
) -> None:
    written = unicodedata.normalize(form, between.join(words))  # type: ignore[arg-type]
    assert normal_name(written) == normal_name(" ".join(words))


@given(NAME)
def test_capitals_do_not_matter(words: list[str]) -> None:
    name = " ".join(words)
    assert normal_name(name.upper()) == normal_name(name.lower()) == normal_name(name)


@given(NAME, st.randoms())
def test_the_order_of_words_does_not_matter(words: list[str], chance: object) -> None:
    mixed = list(words)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert normal_name(" ".join(mixed)) == normal_name(" ".join(words))


@given(NAME)
def test_a_name_in_normal_form_stays_as_it_is(words: list[str]) -> None:
    once = normal_name(" ".join(words))
    assert normal_name(once) == once


@given(st.text("abcdefghij", min_size=2), st.text("abcdefghij", min_size=2))
def test_two_plain_words_are_the_same_name_only_if_they_are_the_same(one: str, two: str) -> None:
    assert (normal_name(one) == normal_name(two)) == (one == two)


@given(DAY, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y%m%d"]))
def test_a_day_in_any_usual_form_is_that_day(day: dt.date, form: str) -> None:
    assert normal_date(day.strftime(form)) == day.isoformat()


@given(DAY)
def test_with_the_month_first_it_is_read_so(day: dt.date) -> None:
    assert normal_date(day.strftime("%m/%d/%Y"), month_first=True) == day.isoformat()
