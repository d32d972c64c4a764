"""Pabulib files with the quirks that cities' files have."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tallies.budgets.naming import rule_called
from participation.tallies.interchange import Unreadable, read_pabulib, write_pabulib
from participation.tallies.interchange.records import joined
from participation.tallies.recount import recount_budget

PLAIN = """META
key;value
description;A small town
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
1;60;3;Playground;1
2;50;2;Bicycle racks;0
3;40;1;Benches;1
VOTES
voter_id;vote
a;1,2
b;1
c;1,2,3
d;
"""


def changed(old: str, new: str) -> bytes:
    assert old in PLAIN
    return PLAIN.replace(old, new).encode()


def test_a_plain_file_is_read() -> None:
    found = read_pabulib(PLAIN.encode())
    assert [one.id for one in found.projects] == ["1", "2", "3"]
    assert found.votes[2].projects == ("1", "2", "3")
    assert found.official == {"1", "3"}


def test_an_empty_ballot_counts_as_a_ballot() -> None:
    assert read_pabulib(PLAIN.encode()).votes[3].projects == ()


def test_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    odd = b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()
    assert read_pabulib(odd) == read_pabulib(PLAIN.encode())


def test_a_semicolon_inside_quotes_stays_in_the_name() -> None:
    found = read_pabulib(changed("Playground", '"Path; lit and ""safe"""'))
    assert found.projects[0].name == 'Path; lit and "safe"'


def test_a_name_may_run_over_two_lines() -> None:
    assert read_pabulib(changed("Benches", '"Two\nlines"')).projects[2].name == "Two\nlines"


def test_a_name_in_the_last_column_may_run_over_two_lines() -> None:
    lines = [
        "META",
        "budget;9",
        "PROJECTS",
        "project_id;cost;name",
        '1;5;"Two',
        'lines"',
        "2;4;One",
    ]
    found = read_pabulib("\n".join(lines).encode())
    assert [one.name for one in found.projects] == ["Two\nlines", "One"]


def test_a_value_of_meta_may_run_over_two_lines() -> None:
    found = read_pabulib(changed("A small town", '"Two; odd\nlines"'))
    assert found.meta["description"] == "Two; odd\nlines"
    assert found.meta["num_projects"] == "3"


def test_a_name_that_starts_with_a_quoted_word_is_taken_as_written() -> None:
    found = read_pabulib(changed("Playground", '"Odkupmy" i my'))
    assert found.projects[0].name == '"Odkupmy" i my'


def test_a_single_stray_quote_does_not_swallow_the_file() -> None:
    found = read_pabulib(changed("Bicycle racks", 'Racks 26" wide'))
    assert len(found.projects) == 3
    assert found.projects[1].name == 'Racks 26" wide'


def test_a_stray_quote_at_the_start_does_not_swallow_the_file() -> None:
    found = read_pabulib(changed("Bicycle racks", '"Racks'))
    assert [one.name for one in found.projects] == ["Playground", '"Racks', "Benches"]


def test_a_decimal_comma_is_read_and_remarked() -> None:
    found = read_pabulib(changed("budget;100", "budget;100,50"))
    assert float(found.budget) == 100.5
    assert "decimal comma" in found.remarks[0]


def test_a_file_without_votes_is_read_and_remarked() -> None:
    found = read_pabulib(PLAIN[: PLAIN.index("VOTES")].encode())
    assert found.votes == ()
    assert "there is no section VOTES" in found.remarks


def test_a_wrong_count_is_remarked() -> None:
    assert "num_votes 5; there are 4" in read_pabulib(changed("votes;4", "votes;5")).remarks[0]


def test_an_official_outcome_that_is_missing_is_unknown() -> None:
    without = PLAIN.replace(";selected", "").replace(";1\n", "\n").replace(";0\n", "\n")
    assert read_pabulib(without.encode()).official is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2;50;2", "2;dear;2", "line 12: the cost is 'dear'"),
        ("3;40", "1;40", "line 13: project 1 stands there twice"),
        ("vote_type;approval", "vote_type;wishes", "vote_type is 'wishes'"),
        ("budget;100\n", "", "META has no budget"),
        ("2;50;2", f"2;{'9' * 20};2", "too many digits to be counted exactly"),
        ("PROJECTS", "PROJECT", "there is no section PROJECTS"),
        (
            "1;60;3;Playground;1",
            "1;60;3;Play;ground;1;more",
            "line 11: there are too many fields: 7",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_line(old: str, new: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_pabulib(changed(old, new))


def test_bytes_that_are_no_utf_8_are_read_as_windows_1252_and_remarked() -> None:
    found = read_pabulib(changed("small", "small").replace(b"small", b"sm\xe4ll"))
    assert found.meta["description"] == "A smäll town"
    assert found.remarks[0] == "line 3: this is not UTF-8; the file was read as Windows-1252"


def test_what_is_written_reads_as_the_same_election() -> None:
    odd = read_pabulib(changed("Benches", '"Two; ""odd""\nlines"'))
    again = read_pabulib(write_pabulib(odd).encode())
    assert (again.meta, again.projects, again.votes) == (odd.meta, odd.projects, odd.votes)


def test_cumulative_votes_score_their_points() -> None:
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", "cumulative")
    votes = "VOTES\nvoter_id;vote;points\na;1,2;1,9\nb;1;2\nc;1,2,3;1,1,5\nd;;\n"
    text = before + votes
    assert recount_budget(text.encode()).scores == {"1": 4, "2": 10, "3": 5}


def test_what_a_scoring_ballot_leaves_out_gets_the_default() -> None:
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", "scoring")
    before = before.replace("rule;", "default_score;2\nrule;")
    text = before + "VOTES\nvoter_id;vote;points\na;1,2;5,-1\nb;3;4\n"
    assert recount_budget(text.encode()).scores == {"1": 7, "2": 1, "3": 6}


def test_the_first_of_a_ranking_gets_most_points() -> None:
    text = PLAIN.replace("approval", "ordinal").replace("rule;", "max_length;3\nrule;")
    assert recount_budget(text.encode()).scores == {"1": 9, "2": 4, "3": 1}


def test_the_official_outcome_is_reproduced() -> None:
    assert recount_budget(PLAIN.encode()).official_reproduced is True


def test_a_different_outcome_names_the_first_difference() -> None:
    found = recount_budget(PLAIN.encode(), "greedy-no-skip")
    assert (found.official_reproduced, found.first_difference) == (False, "3")


def test_the_command_prints_one_json_object(tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    path.write_text(PLAIN)
    out = StringIO()
    call_command("tally", str(path), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["winners"] == ["1", "3"]
    assert said["rule"] == "greedy"


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.pb"
    path.write_text("nothing")
    with pytest.raises(CommandError, match=r"bad\.pb: there is no section META"):
        call_command("tally", str(path))


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("dice", "no rule is called 'dice'; there are: greedy, greedy-no-skip"),
        ("schulze", "schulze does not share out a budget, as this file does; there are: greedy"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(tmp_path: Path, rule: str, says: str) -> None:
    path = tmp_path / "town.pb"
    path.write_text(PLAIN)
    with pytest.raises(CommandError, match=says):
        call_command("tally", str(path), "--rule", rule)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Greedy_No_Skip", "greedy-no-skip"),
        ("MES", "equalshares"),
        ("equal-shares", "equalshares"),
        ("Method of Equal Shares", "equalshares"),
        ("equal_shares/add1u", "equalshares/add1u"),
        ("equalshares-add1-comparison", "equalshares/add1-comparison"),
        ("mes/add1:cardinality", "equalshares/add1:cardinality"),
        ("Ranked Pairs", "ranked-pairs"),
        ("dice", "dice"),
    ],
)
def test_a_rule_is_known_by_the_ways_people_write_it(written: str, name: str) -> None:
    assert rule_called(written) == name


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("max_length;2", "1 ballots name more projects than 2; they were counted"),
        ("min_length;1", "1 ballots name fewer projects than 1; they were counted"),
    ],
)
def test_ballots_outside_the_limits_are_counted_and_remarked(key: str, says: str) -> None:
    assert says in read_pabulib(changed("rule;", f"{key}\nrule;")).remarks


def test_a_file_without_a_rule_is_counted_greedily_and_remarked() -> None:
    found = recount_budget(changed("rule;greedy\n", ""))
    assert "the file names no rule; it was counted by greedy" in found.remarks


def test_equal_shares_takes_no_points_as_no_approval_and_says_so() -> None:
    # Only b gives project 3 points: half of the money is b's, and buys it alone.
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", "cumulative")
    text = before + "VOTES\nvoter_id;vote;points\na;1,3;5,0\nb;3;5\n"
    found = recount_budget(text.encode(), "equalshares")
    assert found.winners == ("3",)
    assert found.rounds[0]["price"] == 40
    assert "as approved alike" in found.remarks[-1]


def test_numbers_that_would_take_for_ever_are_refused() -> None:
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", "cumulative")
    says = "no ballot can be read; line 16: the points are not numbers: '1e999999999'"
    with pytest.raises(Unreadable, match=says):
        read_pabulib((before + "VOTES\nvoter_id;vote;points\na;1;1e999999999\n").encode())


@pytest.mark.parametrize("key", ["default_score", "min_project_score_threshold"])
def test_a_setting_that_is_no_number_is_told(key: str) -> None:
    before = PLAIN[: PLAIN.index("VOTES")].replace("approval", "scoring")
    text = before.replace("rule;", f"{key};many\nrule;") + "VOTES\nvoter_id;vote\na;1\n"
    with pytest.raises(ValueError, match=f"META's {key} is 'many', not a number"):
        recount_budget(text.encode())


def _names(without: str) -> st.SearchStrategy[str]:
    signs = st.characters(exclude_categories=["Cs"], exclude_characters=without + "\r")
    return st.text(signs, max_size=9).map(str.strip)


NAMES = _names("\n") | _names(";")


@settings(max_examples=100, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4))
def test_any_names_are_read_as_written(names: list[str]) -> None:
    rows = [joined([str(number), "5", name]) for number, name in enumerate(names)]
    lines = ["META", "budget;9", "PROJECTS", "project_id;cost;name", *rows]
    found = read_pabulib("\n".join(lines).encode())
    assert [one.name for one in found.projects] == names
    assert read_pabulib(write_pabulib(found).encode()).projects == found.projects
