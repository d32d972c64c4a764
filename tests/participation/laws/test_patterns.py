"""The gate of rare ballots: what is shown is common, what is taken together is many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation.disclosure.patterns import rare_patterns

COUNTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(1, 20), max_size=12)


def test_two_rare_ballots_take_a_common_choice_along() -> None:
    """1 + 1 ballots alone would give themselves away by their sum: the 9 that say b join them."""
    found = rare_patterns({"a": 30, "b": 9, "c": 1, "d": 1})
    assert (found.patterns, found.ballots, found.alone) == ({"b", "c", "d"}, 11, 2)


def test_where_nothing_is_rare_everything_is_shown() -> None:
    assert rare_patterns({"a": 5, "b": 6}).patterns == frozenset()


def test_a_vote_of_few_is_told_as_one_sum() -> None:
    assert rare_patterns({"a": 2, "b": 6}).ballots == 8


@given(COUNTS)
def test_what_is_shown_is_said_by_five_or_more(counts: dict[str, int]) -> None:
    hidden = rare_patterns(counts).patterns
    assert all(times >= 5 for text, times in counts.items() if text not in hidden)


@given(COUNTS)
def test_what_is_taken_together_is_nothing_or_ten_or_all(counts: dict[str, int]) -> None:
    found = rare_patterns(counts)
    assert found.ballots == sum(counts[text] for text in found.patterns)
    assert found.ballots in (0, sum(counts.values())) or found.ballots >= 10


@given(COUNTS)
def test_no_more_is_hidden_than_must_be(counts: dict[str, int]) -> None:
    """Without its most common choice, the sum would be too small, or that choice is rare itself."""
    found = rare_patterns(counts)
    if found.patterns:
        most = max(counts[text] for text in found.patterns)
        assert most < 5 or found.ballots - most < 10
