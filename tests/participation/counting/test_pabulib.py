"""Pabulib files with the quirks that cities' files have."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from participation.tallies.interchange import Unreadable, read_pabulib, write_pabulib
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


def _changed(old: str, new: str) -> bytes:
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
    found = read_pabulib(_changed("Playground", '"Path; lit and ""safe"""'))
    assert found.projects[0].name == 'Path; lit and "safe"'


def test_a_name_may_run_over_two_lines() -> None:
    assert read_pabulib(_changed("Benches", '"Two\nlines"')).projects[2].name == "Two\nlines"


def test_a_name_that_starts_with_a_quoted_word_is_taken_as_written() -> None:
    found = read_pabulib(_changed("Playground", '"Odkupmy" i my'))
    assert found.projects[0].name == '"Odkupmy" i my'


def test_a_single_stray_quote_does_not_swallow_the_file() -> None:
    found = read_pabulib(_changed("Bicycle racks", 'Racks 26" wide'))
    assert len(found.projects) == 3
    assert found.projects[1].name == 'Racks 26" wide'


def test_a_stray_quote_at_the_start_does_not_swallow_the_file() -> None:
    found = read_pabulib(_changed("Bicycle racks", '"Racks'))
    assert [one.name for one in found.projects] == ["Playground", '"Racks', "Benches"]


def test_a_decimal_comma_is_read_and_remarked() -> None:
    found = read_pabulib(_changed("budget;100", "budget;100,50"))
    assert float(found.budget) == 100.5
    assert "decimal comma" in found.remarks[0]


def test_a_file_without_votes_is_read_and_remarked() -> None:
    found = read_pabulib(PLAIN[: PLAIN.index("VOTES")].encode())
    assert found.votes == ()
    assert "there is no section VOTES" in found.remarks


def test_a_wrong_count_is_remarked() -> None:
    assert "num_votes 5; there are 4" in read_pabulib(_changed("votes;4", "votes;5")).remarks[0]


def test_an_official_outcome_that_is_missing_is_unknown() -> None:
    without = PLAIN.replace(";selected", "").replace(";1\n", "\n").replace(";0\n", "\n")
    assert read_pabulib(without.encode()).official is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("a;1,2", "a;1,9", "line 16: the vote names project 9"),
        ("c;1,2,3", "c;1,1,3", "line 18: the vote names a project twice"),
        ("2;50;2", "2;dear;2", "line 12: the cost is 'dear'"),
        ("3;40", "1;40", "line 13: project 1 stands there twice"),
        ("vote_type;approval", "vote_type;wishes", "vote_type is 'wishes'"),
        ("budget;100\n", "", "META has no budget"),
        ("PROJECTS", "PROJECT", "there is no section PROJECTS"),
        ("1;60;3;Playground;1", "1;60;3;Play;ground;1;more", "line 11: 7 fields"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(old: str, new: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_pabulib(_changed(old, new))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="line 3: this is not UTF-8"):
        read_pabulib(_changed("small", "small").replace(b"small", b"sm\xe4ll"))


def test_what_is_written_reads_as_the_same_election() -> None:
    odd = read_pabulib(_changed("Benches", '"Two; ""odd""\nlines"'))
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


def test_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "town.pb"
    path.write_text(PLAIN)
    with pytest.raises(CommandError, match="no rule is called 'dice'"):
        call_command("tally", str(path), "--rule", "dice")
