"""Letters compare without their accents."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal.folding import without_accents


def test_an_accent_goes_and_its_letter_stays() -> None:
    assert without_accents("École Île ÅÜ ñ") == "Ecole Ile AU n"


def test_what_only_looks_different_is_taken_apart_or_left() -> None:
    assert without_accents("ﬁn n²") == "fin n2"
    assert without_accents("ﬁn n²", form="NFD") == "ﬁn n²"


@given(st.text())
def test_no_accent_is_left_and_a_second_time_changes_nothing(text: str) -> None:
    once = without_accents(text)
    assert not any(unicodedata.combining(sign) for sign in once)
    assert without_accents(once) == once
