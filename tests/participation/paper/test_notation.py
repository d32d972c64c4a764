"""A sheet is typed in one line and reads back as it was meant."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.paper.notation import lettered, parse, spoken
from participation.tallies.content import FORMS, canonical
from portal.errors import BadInput

FOUR = lettered([11, 12, 13, 14])


@pytest.mark.parametrize(
    ("form", "typed", "meant"),
    [
        ("ticks", "ac", [11, 13]),
        ("ticks", " A, c ", [11, 13]),
        ("ticks", "d", [14]),
        ("ranking", "bac", [[12], [11], [13]]),
        ("ranking", "b > a=c > d", [[12], [11, 13], [14]]),
        ("ranking", "b a = c", [[12], [11, 13]]),
        ("ranking", "a2 b1 c2", [[12], [11, 13]]),
        ("ranking", "2 1 - 7", [[12], [11], [14]]),
        ("ranking", "21-3", None),
        ("scores", "5 3 0 -", [[11, 5], [12, 3], [13, 0]]),
        ("scores", "5301", [[11, 5], [12, 3], [13, 0], [14, 1]]),
        ("grades", "a5 d2", [[11, 5], [14, 2]]),
        ("points", "10 0 0 0", [[11, 10], [12, 0], [13, 0], [14, 0]]),
        ("points", "c7 a3", [[13, 7], [11, 3]]),
    ],
)
def test_a_line_says_what_was_meant(form: str, typed: str, meant: list[Any] | None) -> None:
    if meant is None:
        with pytest.raises(BadInput):
            parse(typed, form, FOUR)
    else:
        assert parse(typed, form, FOUR) == {form: meant}


@pytest.mark.parametrize("form", FORMS)
def test_a_dash_abstains_and_a_question_mark_is_spoilt(form: str) -> None:
    assert parse("-", form, FOUR) == {"abstain": True}
    assert parse(" ? ", form, FOUR) is None


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("ticks", ""),
        ("scores", " , "),
        ("ticks", "e"),
        ("ticks", "a!"),
        ("ticks", "é"),
        ("ranking", "a=e"),
        ("scores", "5 3"),
        ("scores", "a5 b"),
        ("scores", "a b5"),
        ("points", "1234"),
        ("points", "a9999999"),
        ("ticks", "٣"),
        ("ticks", "\0"),
    ],
)
def test_what_is_no_ballot_is_refused_in_words(form: str, typed: str) -> None:
    with pytest.raises(BadInput):
        parse(typed, form, FOUR)


def test_many_options_are_typed_with_gaps() -> None:
    many = lettered(range(100, 130))
    assert list(many)[24:29] == ["Y", "Z", "AA", "AB", "AC"]
    assert parse("a ab c", "ticks", many) == {"ticks": [100, 127, 102]}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"ticks": [11, 13]}, "A, C"),
        ({"ranking": [[12], [11, 13]]}, "B > A = C"),
        ({"scores": [[11, 5], [12, 3]]}, "A 5, B 3"),
        ({"scores": []}, "0 for all"),
        ({"grades": [[11, 4]]}, "A 4 (Very good)"),
        ({"abstain": True}, "Abstains"),
    ],
)
def test_a_stored_line_reads_as_on_paper(content: dict[str, Any], words: str) -> None:
    assert spoken(canonical(content), FOUR) == words
    assert spoken("spoilt", FOUR) == "Spoilt"


@given(st.permutations(list(range(1, 31))), st.lists(st.booleans(), min_size=30, max_size=30))
def test_any_ranking_typed_as_it_is_spoken_is_that_ranking(
    order: list[int], joins: list[bool]
) -> None:
    letters = lettered(range(1, 31))
    tiers: list[list[int]] = []
    for one, joined in zip(order, joins, strict=True):
        if joined and tiers:
            tiers[-1].append(one)
        else:
            tiers.append([one])
    line = spoken(canonical({"ranking": tiers}), letters)
    assert parse(line, "ranking", letters) == {"ranking": tiers}


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_numbers_in_order_mean_the_same_with_and_without_gaps(numbers: list[int]) -> None:
    apart = parse(" ".join(map(str, numbers)), "scores", FOUR)
    assert apart == parse("".join(map(str, numbers)), "scores", FOUR)
    assert apart == {"scores": [list(p) for p in zip(FOUR.values(), numbers, strict=True)]}


@given(st.text(max_size=60), st.sampled_from(FORMS))
def test_whatever_is_typed_is_a_ballot_or_refused_in_words(typed: str, form: str) -> None:
    with suppress(BadInput):
        told = parse(typed, form, FOUR)
        assert told is None or set(told) in ({form}, {"abstain"})
