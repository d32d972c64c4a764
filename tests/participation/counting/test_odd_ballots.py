"""A ballot that is odd is remarked, with its line; the file is counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tallies.interchange import read_pabulib
from participation.tallies.recount import recount_budget
from tests.participation.counting.test_pabulib import PLAIN, changed


@pytest.mark.parametrize(
    ("old", "new", "scores", "remark"),
    [
        (
            "c;1,2,3",
            "c;1,1,3",
            {"1": 3, "2": 1, "3": 1},
            "line 18: the vote names project 1 twice; it was counted once, as it stands first",
        ),
        (
            "a;1,2",
            "a;1,9",
            {"1": 3, "2": 1, "3": 1},
            "line 16: the vote names project 9, not on the list; such projects were left out",
        ),
        (
            "b;1",
            "b;1;2;3",
            {"1": 2, "2": 2, "3": 1},
            "line 17: there are too many fields: 4 where the header has 2; "
            "this ballot was not counted",
        ),
    ],
)
def test_one_odd_ballot_is_remarked_and_the_file_counted(
    old: str, new: str, scores: dict[str, float], remark: str
) -> None:
    found = recount_budget(changed(old, new))
    assert found.scores == scores
    assert remark in found.remarks


def _with_points(vote_type: str, votes: str) -> bytes:
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", vote_type)
    return (before + "VOTES\nvoter_id;vote;points\n" + votes).encode()


def test_points_of_a_project_that_a_cumulative_vote_names_again_are_added_up() -> None:
    found = recount_budget(_with_points("cumulative", "a;1,1,1,2;1,1,1,2\nb;3;5\n"))
    assert found.scores == {"1": 3, "2": 2, "3": 5}
    assert (
        "line 16: the vote names project 1 twice; it was counted once, with the sum of its points"
    ) in found.remarks


def test_of_a_project_that_is_scored_again_the_first_score_counts() -> None:
    found = recount_budget(_with_points("scoring", "a;1,1;4,5\nb;3;5\n"))
    assert found.scores == {"1": 4, "2": 0, "3": 5}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("a;1,2;5", "the points do not match the projects: 1 for 2"),
        ("a;1,2;5,many", "the points are not numbers: '5,many'"),
    ],
)
def test_a_ballot_that_does_not_tell_its_points_is_set_aside(row: str, why: str) -> None:
    found = recount_budget(_with_points("cumulative", f"{row}\nb;3;5\n"))
    assert found.scores == {"1": 0, "2": 0, "3": 5}
    assert f"line 16: {why}; this ballot was not counted" in found.remarks


def test_a_remark_names_five_lines_and_tells_how_many_more() -> None:
    found = read_pabulib((PLAIN + "e;1,1\n" * 7).encode())
    assert found.remarks[0].endswith("(also lines 21, 22, 23, 24 and 2 more)")


def test_a_rule_that_lets_projects_shut_out_others_says_that_the_file_does_not_tell_which() -> None:
    found = recount_budget(changed("rule;greedy", "rule;greedy-exclusive"))
    assert "the file does not tell which" in found.remarks[0]


@settings(max_examples=200, deadline=None)
@given(st.integers(15, 18), st.text('123,;"\u00a0-x', max_size=12))
def test_no_single_ballot_makes_a_file_unreadable(line: int, ballot: str) -> None:
    """Whatever stands in one line of the votes, the other three are read as they are."""
    rows = PLAIN.rstrip("\n").split("\n")
    others = [row for at, row in enumerate(rows) if at != line]
    rows[line] = ballot
    # A quote that is never closed may reach into the line behind it.
    least = len(others) - 15 - (1 if '"' in ballot else 0)
    assert len(read_pabulib("\n".join(rows).encode()).votes) >= least
