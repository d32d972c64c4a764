"""Tables of people: no count under ten can be read or worked out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.disclosure.suppress import suppress_list, suppress_table

ROWS, COLUMNS = ["north", "south", "east"], ["for", "against", "neutral"]
TABLES = st.fixed_dictionaries(
    {(row, column): st.integers(0, 60) for row in ROWS for column in COLUMNS}
)


@given(TABLES)
@settings(max_examples=200)
def test_no_small_count_is_shown(table: dict[tuple[str, str], int]) -> None:
    shown = suppress_table(table, ROWS, COLUMNS)
    assert all(value is None or value == 0 or value >= 10 for value in shown.values())


@given(TABLES)
@settings(max_examples=200)
def test_no_line_hides_just_one_count(table: dict[tuple[str, str], int]) -> None:
    shown = suppress_table(table, ROWS, COLUMNS)
    lines = [[(row, column) for column in COLUMNS] for row in ROWS]
    lines += [[(row, column) for row in ROWS] for column in COLUMNS]
    for line in lines:
        assert sum(shown[place] is None for place in line) != 1


@given(TABLES)
@settings(max_examples=200)
def test_what_is_shown_is_true(table: dict[tuple[str, str], int]) -> None:
    shown = suppress_table(table, ROWS, COLUMNS)
    assert all(value is None or value == table[place] for place, value in shown.items())


def test_a_list_without_small_counts_is_shown_whole() -> None:
    assert suppress_list({"a": 40, "b": 12, "c": 0}) == {"a": 40, "b": 12, "c": 0}


def test_a_lone_small_count_takes_the_next_smallest_with_it() -> None:
    assert suppress_list({"a": 40, "b": 12, "c": 3}) == {"a": 40, "b": None, "c": None}
