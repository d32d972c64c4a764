"""Pabulib files (.pb): participatory budgets with their votes.

Format: Stolicki, Szufa, Talmon (2020), Pabulib: a participatory budgeting library,
arXiv:2012.06539, and the rules that the library has named since (greedy-no-skip and others).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from participation.tallies.interchange.elections import (
    BudgetElection,
    Project,
    Unreadable,
    Vote,
)
from participation.tallies.interchange.oddities import Oddities
from participation.tallies.interchange.records import joined, records, text_of
from participation.tallies.interchange.votes import bare, outside_limits, read_votes

SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
LARGEST = 2**62
MOST_PROJECTS = 10_000


def read_pabulib(data: bytes, *, for_counting: bool = False) -> BudgetElection:
    """The election in a .pb file, UTF-8 with or without byte-order mark, any line ends.

    Raises Unreadable with the line and what is wrong there. What can be understood although it is
    odd becomes a remark: a wrong count in META, a missing VOTES section, a decimal comma, another
    encoding, ballots that META's limits do not allow, odd ballots (see `read_votes`).
    for_counting: leave out what a count does not need of a vote: whose it is, its columns.
    """
    remarks: list[str] = []
    lines = text_of(data, remarks).split("\n")
    spans = _sections(lines)
    meta = _meta(lines, spans)
    projects = _projects(lines, spans, remarks)
    vote_type = meta.get("vote_type", "approval").strip().lower()
    if vote_type not in VOTE_TYPES:
        raise Unreadable(f"vote_type is {vote_type!r}, not one of {', '.join(VOTE_TYPES)}")
    votes = _votes(lines, spans, projects, vote_type, remarks, for_counting)
    if "budget" not in meta:
        raise Unreadable("META has no budget")
    budget = _money(meta["budget"], "the budget", remarks)
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


def _meta(lines: Sequence[str], spans: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, fields in records(lines, *spans["META"], None):
        if len(fields) < 2:
            raise Unreadable(f"line {number}: META needs a key and a value, not {fields[0][:60]!r}")
        key = fields[0].strip()
        if key.lower() != "key":
            # An unquoted semicolon in a value: the rest of the line still belongs to it.
            found[key] = ";".join(fields[1:]).strip()
    return found


def _header(lines: Sequence[str], span: tuple[int, int], needed: str) -> tuple[list[str], int]:
    """Column names of a section and the line after them."""
    for number, fields in records(lines, *span, None):
        names = [one.strip() for one in fields]
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
        if name in found:
            raise Unreadable(f"line {number}: project {name} stands there twice")
        selected = row.get("selected", "").strip()
        found[name] = Project(
            id=name,
            cost=_money(row["cost"], f"line {number}: the cost", remarks),
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
    header, start = _header(lines, (first, last), "vote")
    oddities = Oddities()
    names = (one.id for one in projects)
    read = read_votes(lines, start, last, header, names, vote_type, oddities)
    votes = tuple(bare(read) if for_counting else read)
    remarks += oddities.told()
    return votes


PLAIN_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,9})?")


def _money(text: str, what: str, remarks: list[str]) -> Fraction:
    """An amount of zero or more; a decimal comma is read as one, and remarked."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", plain):
        remarks.append(f"{what} has a decimal comma: {plain}")
        plain = plain.replace(",", ".")
    if not PLAIN_NUMBER.fullmatch(plain):
        raise Unreadable(f"{what} is {text.strip()[:40]!r}, not an amount of money")
    return Fraction(plain)
