"""PrefLib files: complete or not, with ties, in the new header and the old."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from participation.tallies.catalogue import RULES
from participation.tallies.interchange import Unreadable, read_preflib, write_preflib
from participation.tallies.recount import RANKED_RULES, recount

TIES = """# FILE NAME: small.toi
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 4
# ALTERNATIVE NAME 1: a
# ALTERNATIVE NAME 2: b: with a colon
# ALTERNATIVE NAME 3: c
# ALTERNATIVE NAME 4: d
1:1,2,3
2: 2,{1,4}
1: {1,2},4"""


def test_ties_are_one_tier() -> None:
    found = read_preflib(TIES.encode())
    assert found.orders[("2",), ("1", "4")] == 2
    assert found.voters == 4


def test_a_name_may_hold_a_colon() -> None:
    assert read_preflib(TIES.encode()).alternatives["2"] == "b: with a colon"


def test_equal_orders_on_two_lines_are_added() -> None:
    found = read_preflib((TIES + "\n3: 1,2,3").encode())
    assert found.orders[("1",), ("2",), ("3",)] == 4


def test_the_header_before_2022_is_read() -> None:
    found = read_preflib(b"2\n1,Tea\n2,Coffee\n5,5,2\n3,1,2\n2,2\n")
    assert found.alternatives == {"1": "Tea", "2": "Coffee"}
    assert found.orders == {(("1",), ("2",)): 3, (("2",),): 2}


def test_what_is_written_reads_as_the_same_rankings() -> None:
    found = read_preflib(TIES.encode())
    text = write_preflib(found)
    assert read_preflib(text.encode()).orders == found.orders
    assert "# DATA TYPE: toi" in text


@pytest.mark.parametrize(
    ("line", "voters", "says"),
    [
        ("2: 1,9", 6, "line 11: alternative 9 has no name in the header"),
        (
            "2: 1,{2,1}",
            6,
            "line 11: alternative 1 stands there twice; it was counted where it stands first",
        ),
        ("two: 1", 4, "line 11: this is no number of voters: 'two'; this ballot was not counted"),
        ("2: 1,{2,3", 4, "line 11: the braces do not match: '1,{2,3'; this ballot was not counted"),
    ],
)
def test_a_bad_line_is_remarked_and_the_file_counted(line: str, voters: int, says: str) -> None:
    found = read_preflib(f"{TIES}\n{line}".encode())
    assert found.voters == voters
    assert says in found.remarks


def test_an_alternative_counts_where_it_stands_first() -> None:
    found = read_preflib(f"{TIES}\n5: {{3,4}},{{4,1}},3".encode())
    assert found.orders[("3", "4"), ("1",)] == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# TITLE: t\n3:\n2: {}\n", "no ballot in this file names an alternative"),
        (f"# TITLE: t\n{'9' * 25}: 1\n", "line 2: this is no number of voters"),
        ("# TITLE: t\n\u00b2: 1\n", "line 2: this is no number of voters"),
        ("# DATA TYPE: cat\n# ALTERNATIVE NAME 1: a\n2: {1}\n", "DATA TYPE is 'cat', not one of"),
    ],
)
def test_a_bad_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read_preflib(text.encode())


def test_a_header_that_says_other_than_there_is_becomes_a_remark() -> None:
    odd = TIES.replace("ALTERNATIVES: 4", "ALTERNATIVES: 5\n# NUMBER VOTERS: 3")
    assert read_preflib(odd.encode()).remarks == (
        "the header says NUMBER ALTERNATIVES 5; there are 4",
        "the header says NUMBER VOTERS 3; there are 4",
    )


def test_a_file_by_another_name_is_known_by_how_it_begins() -> None:
    assert recount("debian.txt", TIES.encode()).rule == "schulze"
    assert recount("OLD.TXT", b"2\n1,Tea\n2,Coffee\n5,5,2\n3,1,2\n2,2\n").winners == ("1",)


def test_a_rule_for_budgets_does_not_count_rankings() -> None:
    with pytest.raises(ValueError, match="equalshares does not count rankings, as this file holds"):
        recount("ties.toi", TIES.encode(), "MES")


def test_a_file_without_ballots_is_refused() -> None:
    with pytest.raises(Unreadable, match="no ballot"):
        read_preflib(b"# TITLE: empty\n")


TENNESSEE = """# DATA TYPE: soc
# ALTERNATIVE NAME 1: Memphis
# ALTERNATIVE NAME 2: Nashville
# ALTERNATIVE NAME 3: Chattanooga
# ALTERNATIVE NAME 4: Knoxville
42: 1,2,3,4
26: 2,3,4,1
17: 4,3,2,1
15: 3,4,2,1
"""


def test_the_command_counts_by_every_ranked_rule_of_the_catalogue() -> None:
    assert {*RANKED_RULES} == {n for n, r in RULES.items() if r.form == "ranking"} | {"approval"}
    for rule in RANKED_RULES:
        assert len(recount("tennessee.soc", TENNESSEE.encode(), rule).order) == 4


def test_an_instant_runoff_tells_its_rounds() -> None:
    told = recount("tennessee.soc", TENNESSEE.encode(), "IRV")
    assert (told.rule, told.winners) == ("instant-runoff", ("4",))
    assert told.rounds[0] == {"out": "3", "votes": 15, "spent": 0}


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs"])
def test_the_command_counts_rankings(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "tennessee.soc"
    path.write_text(TENNESSEE)
    out = StringIO()
    call_command("tally", str(path), "--rule", rule, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["order"] == ["2", "3", "4", "1"]
    assert said["official_reproduced"] is None
