"""Whatever a city's program did to a file, its ballots are counted as they were cast."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tallies.interchange import Unreadable, read_pabulib
from participation.tallies.recount import recount_budget
from tests.participation.counting.odd_files import (
    AT_LAST,
    ENCODED,
    RULES,
    SAME_COUNT,
    VOTE_TYPES,
    ballots_of,
    file_of,
)


def counted(data: bytes) -> tuple[object, ...]:
    found = recount_budget(data)
    return found.scores, found.winners, found.rounds


def set_aside(data: bytes) -> list[str]:
    return [one for one in read_pabulib(data).remarks if "not counted" in one]


@pytest.mark.parametrize("vote_type", VOTE_TYPES)
@pytest.mark.parametrize("rule", RULES)
def test_a_file_of_every_type_and_rule_is_read_without_a_remark_on_ballots(
    vote_type: str, rule: str
) -> None:
    data = file_of(vote_type, rule).encode()
    assert read_pabulib(data).remarks == ()
    assert recount_budget(data).rule in (rule, "greedy")


@pytest.mark.parametrize("what", SAME_COUNT)
def test_what_is_odd_about_a_file_changes_no_count(what: str) -> None:
    for vote_type in VOTE_TYPES:
        text = file_of(vote_type, "equalshares/add1")
        odd = SAME_COUNT[what](text).encode()
        assert counted(odd) == counted(text.encode()), vote_type
        assert len(read_pabulib(odd).votes) == 6


@pytest.mark.parametrize("how", ENCODED)
def test_the_way_a_file_is_written_changes_no_count(how: str) -> None:
    for vote_type in VOTE_TYPES:
        text = file_of(vote_type, "greedy")
        assert counted(ENCODED[how](text)) == counted(text.encode())


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(VOTE_TYPES),
    st.sampled_from(RULES),
    st.lists(st.sampled_from(sorted(SAME_COUNT)), min_size=2, max_size=4, unique=True),
    st.sampled_from(sorted(ENCODED)),
)
def test_several_oddities_at_once_make_no_file_unreadable(
    vote_type: str, rule: str, odd: list[str], how: str
) -> None:
    text = file_of(vote_type, rule)
    for what in sorted(odd, key=lambda one: one in AT_LAST):
        text = SAME_COUNT[what](text)
    found = recount_budget(ENCODED[how](text))
    assert set(found.scores) == {"1", "2", "3"}


ODD_BALLOTS = [
    "x;1,1", "x;9", "x;,,,", "x;1;2;3;4;5;6;7", "x;1,2;many", "x;1,2;1", "x;1,2;1,2,3",
    'x;"1', 'x;1";"', "x", ";", ";;;;", "VOTES", "voter_id;vote", "x;1\x00", "x;\u200b1",
    "x;\ufeff", "x;1 2", "x;1|2", "x;[1, 2]", "x;-1;-1;;", "x;1;1e9;;", "x;1;nan;;",
    "x;1;99999999999999999999;;", "x;1;0.3333333333333333333;;", "x;1;1,5;;", "x;;5;;",
    "x;1,2;;;", "\ufeffx;1",
]  # fmt: skip


@pytest.mark.parametrize("vote_type", VOTE_TYPES)
@pytest.mark.parametrize("ballot", ODD_BALLOTS)
def test_an_odd_ballot_leaves_all_others_as_they_are(vote_type: str, ballot: str) -> None:
    text = file_of(vote_type, "greedy")
    before = [(one.voter, one.projects, one.points) for one in read_pabulib(text.encode()).votes]
    odd = read_pabulib((text + ballot + "\n").encode())
    read = [(one.voter, one.projects, one.points) for one in odd.votes]
    assert read[: len(before)] == before
    told = len(odd.votes) > len(before) or bool(odd.remarks) or not ballot.strip(";")
    assert told, "left out without a word"
    recount_budget((text + ballot + "\n").encode())


@pytest.mark.parametrize("vote_type", VOTE_TYPES)
def test_a_file_in_which_no_ballot_names_anything_is_counted(vote_type: str) -> None:
    text = file_of(vote_type, "equalshares/add1")
    head = text[: text.index("VOTES\n")]
    names = text[len(head) :].splitlines()[1]
    for votes in ("", "VOTES\n", f"VOTES\n{names}\n", f"VOTES\n{names}\nv1;\nv2;\n"):
        assert recount_budget((head + votes).encode()).winners == ()


def test_points_that_a_file_has_no_column_for_are_remarked() -> None:
    text = file_of("approval", "greedy").replace("vote_type;approval", "vote_type;cumulative")
    remarks = read_pabulib(text.encode()).remarks
    assert "cumulative votes have no column points here; each project counts one" in remarks


def test_a_file_without_a_type_of_votes_is_read_as_approvals_and_remarked() -> None:
    text = file_of("approval", "greedy").replace("vote_type;approval\n", "")
    assert "META has no vote_type; the ballots were read as approvals" in (
        read_pabulib(text.encode()).remarks
    )


@pytest.mark.parametrize("key", ["budget_per_category", "budget_per_neighborhood"])
def test_a_budget_that_a_city_parts_is_remarked_as_not_parted(key: str) -> None:
    text = file_of("approval", "greedy").replace("num_votes;6\n", f"num_votes;6\n{key};50,50\n")
    remarks = recount_budget(text.encode()).remarks
    assert f"META's {key} was not used: all projects were paid for out of one budget" in remarks


def test_a_thirtieth_decimal_of_points_counts() -> None:
    text = file_of("cumulative", "greedy") + "x;3;0.333333333333333333333333333333;;\n"
    assert set_aside(text.encode()) == []
    assert 8 < recount_budget(text.encode()).scores["3"] < 8.4


def test_a_project_that_stands_there_again_with_another_cost_is_refused_with_its_line() -> None:
    text = file_of("approval", "greedy").replace("3;40;sport", "2;40;sport")
    with pytest.raises(Unreadable, match=r"line 14: project 2 stands there twice"):
        read_pabulib(text.encode())


@pytest.mark.parametrize(
    ("written", "remark"),
    [
        ("1,234,567.89", "has commas between thousands: 1,234,567.89"),
        ("33333.333333333336", "it was read as 33333.333333"),
        ("1.5E+05", "it was read as 150000"),
    ],
)
def test_amounts_as_programs_write_them_are_read_and_remarked(written: str, remark: str) -> None:
    text = file_of("approval", "greedy").replace("budget;100.50", f"budget;{written}")
    assert any(remark in one for one in read_pabulib(text.encode()).remarks)


@pytest.mark.parametrize("written", ["", "-5", "dear", "1e999", "1,234", "12 zł", "nan", "0x10"])
def test_an_amount_that_could_be_several_is_refused(written: str) -> None:
    text = file_of("approval", "greedy").replace("budget;100.50", f"budget;{written}")
    with pytest.raises(Unreadable, match="the budget is"):
        read_pabulib(text.encode())


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(VOTE_TYPES),
    st.lists(st.text('1239.,;"- \t\u00a0x\n', max_size=14), min_size=1, max_size=4),
)
def test_no_ballots_whatsoever_make_a_file_unreadable(vote_type: str, odd: list[str]) -> None:
    text = file_of(vote_type, "greedy")
    found = read_pabulib((text + "\n".join(odd) + "\n").encode())
    assert [one.voter for one in found.votes[:6]] == [
        row.partition(";")[0] for row in ballots_of(text)
    ]
