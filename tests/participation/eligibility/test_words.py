"""Voting codes as words: every slip is found, the common ones are mended, the rest refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation.eligibility.codes.words import LENGTH, SIGNS, make, read
from participation.ledger.codes import grouped

WORDS = make(400)
words = st.sampled_from(WORDS)
places = st.integers(0, LENGTH - 1)


def test_all_of_a_hundred_thousand_are_different_and_read_as_they_are() -> None:
    made = make(100_000)
    assert len(set(made)) == 100_000
    assert all(read(word).word == word for word in made[::97])


def test_a_code_worked_by_hand_has_these_check_signs() -> None:
    # One sign of value 1 in place 0: the checks c, d solve c + d = 1 and a^10 c + a^11 d = 1 over
    # GF(32) with a^5 = a^2 + 1: a^10 = 17, a^11 = 7, so d = (1 + 17) / (17 + 7) = 16 / 22.
    # a^4 = 16 and a^28 = 22 give d = a^(4 - 28 + 31) = a^7 = 20 = "M", and c = 21 = "N".
    assert read("1000000000NM").word == "1000000000NM"


@given(words, places, st.sampled_from(SIGNS))
def test_every_wrong_sign_is_found_and_the_right_code_is_offered(
    word: str, place: int, sign: str
) -> None:
    typed = word[:place] + sign + word[place + 1 :]
    found = read(typed)
    if typed == word:
        assert found.word == word
    else:
        assert (found.word, found.meant) == ("", word)


@given(words, st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_found(word: str, place: int) -> None:
    typed = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if typed != word:
        found = read(typed)
        assert found.word == ""
        assert found.meant in ("", word)


@given(words, st.permutations(range(LENGTH)), st.sampled_from(SIGNS), st.sampled_from(SIGNS))
def test_two_wrong_signs_are_found(word: str, order: list[int], one: str, two: str) -> None:
    signs = list(word)
    signs[order[0]], signs[order[1]] = one, two
    typed = "".join(signs)
    assert (read(typed).word == "") == (typed != word)


@given(words, st.text(" -\u2013\u00a0", max_size=3))
def test_case_spaces_hyphens_and_lookalikes_do_not_matter(word: str, between: str) -> None:
    typed = between.join(word.lower().replace("0", "o").replace("1", "l").replace("v", "u"))
    assert read(typed).word == word


def test_a_code_with_a_sign_too_few_says_how_many_there_are() -> None:
    assert read(WORDS[0][:-1]).count == LENGTH - 1


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    found = read(typed)
    assert found.word == "" or set(found.word) <= set(SIGNS)


def test_codes_are_printed_in_fours() -> None:
    assert grouped("1000000000NM") == "1000-0000-00NM"
