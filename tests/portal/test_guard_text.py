"""Text that comes in: kept as people write it, without what hides or overrides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import BadInput, CivicError, TooLarge
from portal.guard import clean_text


@pytest.mark.parametrize(
    "text",
    [
        "Une rue plus calme, s’il vous plaît.",
        "شارع هادئ للجميع، من فضلكم",
        "רחוב שקט",
        "静かな通り",
        "👩‍👩‍👧‍👦 🚲 🏳️‍🌈",
        "می‌خواهم",
        "Tiếng Việt",
        "one\n\ntwo",
        "?",
    ],
)
def test_readable_text_stays_as_it_is(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_direction_overrides_control_and_hidden_signs_go() -> None:
    assert clean_text("a\u202eb\u2066c\u0000d\u200be\ufefff\x1b[31mg") == "abcdef[31mg"


def test_what_is_no_sign_in_unicode_goes() -> None:
    """Pasted from PDF files; a feed or a sheet with U+FFFE in it cannot be read at all."""
    assert clean_text("a\ufffe\uffffb\ufdd0\ufdefc\U0001fffe\U0010ffffd\ufffd") == "abcd\ufffd"


def test_hidden_letters_in_the_tag_block_go() -> None:
    assert clean_text("calm" + "".join(chr(0xE0000 + ord(letter)) for letter in "secret")) == "calm"


def test_smear_of_marks_is_cut_to_four() -> None:
    smeared = clean_text("x" + "\u0336" * 200 + "y")
    assert smeared == "x" + "\u0336" * 4 + "y"


def test_space_around_and_many_empty_lines_go() -> None:
    assert clean_text("  a \r\n\r\n\r\n\r\n b  ") == "a\n\n b"


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_line_that_an_office_program_ends_softly_is_not_run_into_the_next(end: str) -> None:
    assert clean_text(f"Trees.{end}Benches.") == "Trees.\nBenches."


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u3000\u00a0", "\u200d", "\u0301", "\u2800"])
def test_nothing_readable_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="nothing to read"):
        clean_text(text)


def test_five_thousand_fit_and_one_more_is_told_with_its_number() -> None:
    assert len(clean_text("é" * 5_000)) == 5_000
    with pytest.raises(TooLarge, match="5,001 characters; 5,000 fit"):
        clean_text("é" * 5_001)


def test_a_megabyte_is_refused() -> None:
    with pytest.raises(TooLarge):
        clean_text("a" * 1_000_000)


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        once = clean_text(text)
    except CivicError:
        return
    assert clean_text(once) == once
    once.encode("utf-8")
    assert "\x00" not in once
