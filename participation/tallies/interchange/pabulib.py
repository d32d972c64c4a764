"""Pabulib files (.pb): participatory budgets with their votes.

Format: Stolicki, Szufa, Talmon (2020), Pabulib: a participatory budgeting library,
arXiv:2012.06539, and the rules that the library has named since (greedy-no-skip and others).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import lcm

from participation.tallies.interchange.elections import (
    BudgetElection,
    Project,
    Unreadable,
    Vote,
)
from participation.tallies.interchange.money import money
from participation.tallies.interchange.oddities import Oddities
from participation.tallies.interchange.records import joined, records, text_of
from participation.tallies.interchange.votes import WITH_POINTS, bare, outside_limits, read_votes

SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
ASKED_OF_META = {"vote_type", "budget", "rule", "num_projects", "num_votes", "unit"} | {
    "min_length", "max_length", "default_score", "min_project_score_threshold"
}  # fmt: skip
ASKED_OF_COLUMNS = {"project_id", "cost", "name", "selected"} | {
    "voter_id", "vote", "points", "vote_strength"
}  # fmt: skip
LARGEST = 2**62
MOST_PROJECTS = 10_000


def read_pabulib(data: bytes, *, for_counting: bool = False) -> BudgetElection:
    """The election in a .pb file, UTF-8 with or without byte-order mark, any line ends.

    Raises Unreadable with the line and what is wrong there. What can be understood although it is
    odd becomes a remark: a wrong count in META or a line that is none of it, a missing VOTES
    section or type of votes, an amount that is written as people write it, a project's line that
    stands there again, another encoding, ballots that META's limits do not allow, odd ballots (see
    `read_votes`).
    for_counting: leave out what a count does not need of a vote: whose it is, its columns.
    """
    remarks: list[str] = []
    lines = text_of(data, remarks).split("\n")
    spans = _sections(lines)
    meta = _meta(lines, spans, remarks)
    projects = _projects(lines, spans, remarks)
    vote_type = _vote_type(meta, remarks)
    votes = _votes(lines, spans, projects, vote_type, remarks, for_counting)
    if "budget" not in meta:
        raise Unreadable("META has no budget")
    budget = money(meta["budget"], "the budget", remarks)
    amounts = [budget, *(one.cost for one in projects)]
    if sum(amounts) * lcm(*(one.denominator for one in amounts)) > LARGEST:
        raise Unreadable("the costs and the budget have too many digits to be counted exactly")
    remarks += outside_limits(meta, vote_type, votes)
    for key, found in (("num_projects", len(projects)), ("num_votes", len(votes))):
        said = meta.get(key, "").strip()
        if said and said != str(found):
            remarks.append(f"META says {key} {said}; there are {found}")
    return BudgetElection(
        meta=meta,
        projects=projects,
        votes=votes,
        budget=budget,
        vote_type=vote_type,
        rule=meta.get("rule", "unknown").strip() or "unknown",
        remarks=tuple(remarks),
    )


def write_pabulib(election: BudgetElection) -> str:
    """The election as a .pb file's text, read back as the same election."""
    rows = ["META", "key;value", *(joined(pair) for pair in election.meta.items())]
    for title, entries in (("PROJECTS", election.projects), ("VOTES", election.votes)):
        header = list(entries[0].columns) if entries else []
        if header:
            rows += [title, joined(header)]
            rows += [joined([one.columns.get(name, "") for name in header]) for one in entries]
    return "\n".join(rows) + "\n"


def _sections(lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Section -> its first line after the title and the line after its last."""
    starts = {}
    for number, line in enumerate(lines):
        word = line.strip().strip(";").upper()
        if word in SECTIONS and word not in starts:
            starts[word] = number
    for needed in ("META", "PROJECTS"):
        if needed not in starts:
            raise Unreadable(f"there is no section {needed}")
    ends = sorted([*starts.values(), len(lines)])
    return {word: (at + 1, ends[ends.index(at) + 1]) for word, at in starts.items()}


def _meta(
    lines: Sequence[str], spans: Mapping[str, tuple[int, int]], remarks: list[str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, fields in records(lines, *spans["META"], None):
        if len(fields) < 2:
            remarks.append(f"line {number}: this is no key with a value: {fields[0][:60]!r}")
            continue
        key = fields[0].strip()
        if key.lower() == "key":
            continue
        key = key.lower() if key.lower() in ASKED_OF_META else key
        # An unquoted semicolon in a value: the rest of the line still belongs to it.
        value = ";".join(fields[1:]).strip()
        if found.get(key, value) != value:
            remarks.append(f"line {number}: META says {key} again; this one counts: {value[:60]!r}")
        found[key] = value
    return found


def _vote_type(meta: Mapping[str, str], remarks: list[str]) -> str:
    said = meta.get("vote_type", "").strip()
    if not said:
        remarks.append("META has no vote_type; the ballots were read as approvals")
        return "approval"
    found = re.sub(r"[\s_]+", "-", said.lower())
    if found not in VOTE_TYPES:
        raise Unreadable(f"vote_type is {said[:60]!r}, not one of {', '.join(VOTE_TYPES)}")
    return found


def _header(lines: Sequence[str], span: tuple[int, int], needed: str) -> tuple[list[str], int]:
    """Column names of a section and the line after them."""
    for number, fields in records(lines, *span, None):
        names = [one.strip() for one in fields]
        # Ours are in small letters; others are given back as they were written.
        ours = ASKED_OF_COLUMNS - {*names}
        names = [one.lower() if one.lower() in ours else one for one in names]
        if needed not in names:
            raise Unreadable(f"line {number}: the header has no column {needed}")
        return names, number
    raise Unreadable(f"line {span[0]}: this section is empty")


def _projects(
    lines: Sequence[str], spans: Mapping[str, tuple[int, int]], remarks: list[str]
) -> tuple[Project, ...]:
    first, last = spans["PROJECTS"]
    header, start = _header(lines, (first, last), "project_id")
    if "cost" not in header:
        raise Unreadable(f"line {start}: the header has no column cost")
    found: dict[str, Project] = {}
    for number, fields in records(lines, start, last, len(header)):
        row = dict(zip(header, fields, strict=True))
        name = row["project_id"].strip()
        cost = money(row["cost"], f"line {number}: the cost", remarks)
        if name in found:
            if found[name].cost != cost:
                raise Unreadable(f"line {number}: project {name} stands there twice")
            remarks.append(f"line {number}: project {name} stands there again; it was taken once")
            continue
        selected = row.get("selected", "").strip()
        found[name] = Project(
            id=name,
            cost=cost,
            name=row.get("name", "").strip(),
            selected=int(selected) if selected in ("0", "1", "2", "3") else None,
            columns=row,
        )
    if len(found) > MOST_PROJECTS:
        raise Unreadable(f"there are more than {MOST_PROJECTS:,} projects")
    return tuple(found.values())


def _votes(
    lines: Sequence[str],
    spans: Mapping[str, tuple[int, int]],
    projects: Iterable[Project],
    vote_type: str,
    remarks: list[str],
    for_counting: bool,
) -> tuple[Vote, ...]:
    if "VOTES" not in spans:
        remarks.append("there is no section VOTES")
        return ()
    first, last = spans["VOTES"]
    if not any(records(lines, first, last, None)):
        remarks.append("the section VOTES is empty")
        return ()
    header, start = _header(lines, (first, last), "vote")
    if vote_type in WITH_POINTS and "points" not in header:
        remarks.append(f"{vote_type} votes have no column points here; each project counts one")
    oddities = Oddities()
    names = (one.id for one in projects)
    read = read_votes(lines, start, last, header, names, vote_type, oddities)
    votes = tuple(bare(read) if for_counting else read)
    remarks += oddities.told()
    return votes
