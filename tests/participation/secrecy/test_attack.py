"""The attack itself: it finds links where there are some, and its chance is counted rightly."""

from __future__ import annotations

from itertools import permutations
from random import Random
from statistics import fmean, pvariance

import pytest

from tests.participation.secrecy.attack import Case, attack, chance


@pytest.mark.parametrize("texts", ["abc", "aab", "aabb", "aaab", "abcde", "aaa"])
def test_chance_is_that_of_all_orders(texts: str) -> None:
    hits = [
        sum(one == other for one, other in zip(texts, order, strict=True))
        for order in permutations(texts)
    ]
    mean, variance = chance(texts, texts)
    assert (mean, variance) == (pytest.approx(fmean(hits)), pytest.approx(pvariance(hits)))


def _cases(blur: float) -> list[Case]:
    """Ballots numbered by their voter's arrival, `blur` times a lot; 200 elections of eight."""
    lot = Random(9)
    cases = []
    for _ in range(200):
        texts = [f"ballot {number}" for number in range(8)]
        at = [number + blur * lot.uniform(-8, 8) for number in range(8)]
        shuffled = lot.sample(range(8), 8)
        cases.append(
            Case(
                voters=[{"arrival": number} for number in range(8)],
                ballots=[{"number": at[place]} for place in shuffled],
                truth=texts,
                says=[texts[place] for place in shuffled],
            )
        )
    return cases


def test_plain_link_is_found_for_everybody() -> None:
    _name, score = attack(_cases(blur=0)).best()
    assert score.hits == score.voters


def test_blurred_link_is_found_by_leaning() -> None:
    """One that tells a voter's ballot hardly better than chance does."""
    report = attack(_cases(blur=2))
    assert report.most_leaning()[1].sigmas > report.bound


def test_lots_alone_are_not_taken_for_a_link() -> None:
    report = attack(_cases(blur=1e9))
    assert report.best()[1].sigmas < report.bound
    assert abs(report.most_leaning()[1].sigmas) < report.bound


def test_half_of_two_pairs_are_hit_by_chance() -> None:
    assert chance("aabb", "abab")[0] == 2


def test_box_with_other_ballots_than_were_cast_is_an_error() -> None:
    with pytest.raises(ValueError, match="other ballots"):
        chance("ab", "aa")
