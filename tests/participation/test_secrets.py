"""The voter's secret: as it is shown, typed, and kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.ballots.secret import (
    SYMBOLS,
    check_character,
    new_secret,
    read_secret,
    slot_of,
)
from portal.errors import BadInput

WORDS = some.text(SYMBOLS, min_size=16, max_size=16)


def test_secret_is_seventeen_characters_in_groups() -> None:
    assert [len(group) for group in new_secret().split("-")] == [4, 4, 4, 5]


def test_no_two_secrets_are_alike() -> None:
    assert len({new_secret() for _ in range(500)}) == 500


@given(WORDS, some.integers(0, 15), some.sampled_from(SYMBOLS))
def test_one_wrong_character_is_noticed(word: str, place: int, other: str) -> None:
    if word[place] == other:
        return
    wrong = word[:place] + other + word[place + 1 :] + check_character(word)
    with pytest.raises(BadInput, match="key cannot be right"):
        read_secret(wrong)


@given(WORDS, some.integers(0, 15))
def test_two_neighbours_changed_round_are_noticed(word: str, place: int) -> None:
    whole = word + check_character(word)
    if whole[place] == whole[place + 1]:
        return
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    with pytest.raises(BadInput):
        read_secret(swapped)


@given(WORDS)
def test_what_was_shown_is_read_however_it_is_typed(word: str) -> None:
    shown = read_secret(word + check_character(word))
    typed = shown.lower().replace("-", " – ").replace("0", "O").replace("1", "i")
    assert read_secret(typed) == shown
    assert slot_of(typed) == slot_of(shown)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 17, "é" * 17, "0" * 500, "AAAA-AAAA"])
def test_what_cannot_be_a_secret_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        read_secret(typed)
