"""The section VOTES of a Pabulib file: what each ballot says, and what is odd about some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from participation.tallies.interchange.elections import Unreadable, Vote
from participation.tallies.interchange.oddities import Oddities
from participation.tallies.interchange.records import Row, records

MOST_SHARED = 5_000
"""Words of votes (districts, sexes, ages) that are kept once for all votes."""
NOTHING: Mapping[str, str] = {}
WITH_POINTS = ("cumulative", "scoring")
SIZE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
POINTS = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,30})?")
HEADINGS = ("meta", "projects", "votes")

Points = tuple[int | Fraction, ...]


class _Odd(Exception):
    """A ballot that does not tell what was voted for; the text says why."""


def read_votes(
    lines: Sequence[str],
    start: int,
    last: int,
    header: Sequence[str],
    projects: Iterable[str],
    vote_type: str,
    oddities: Oddities,
) -> Iterator[Vote]:
    """The ballots in lines[start:last], whose columns `header` names.

    No odd ballot makes the file unreadable. A project that a ballot names again counts once: of
    cumulative votes with the sum of its points, else as it stands first. A project that is not on
    the list is left out. A ballot whose points or fields do not tell what was voted for is set
    aside, and so is a heading among ballots. Ballots of one voter_id all count. Raises Unreadable
    when that leaves none.
    """
    known = {one: one for one in projects}
    said: dict[str, str] = {}
    voters: set[str] = set()
    # The first word tells nearly all ballots from a heading, so that the others are not looked at.
    headings = {*HEADINGS, header[0].lower()}
    read = 0
    for number, fields in records(lines, start, last, len(header), oddities.set_aside):
        if len(said) < MOST_SHARED:
            fields = [said.setdefault(one, one) for one in fields]
        row = Row(header, tuple(fields))
        try:
            if fields[0].strip().lower() in headings:
                _require_ballot(header, fields)
            named, points = _choice(row, vote_type)
        except _Odd as odd:
            oddities.set_aside(number, str(odd))
            continue
        different = set(named)
        if len(different) < len(named) or not known.keys() >= different:
            named, points = _mended(named, points, vote_type, known, number, oddities)
        read += 1
        # The project's own text, not a copy for every vote.
        own = tuple(known[one] for one in named)
        voter = row.get("voter_id", str(number)).strip()
        if voter in voters:
            oddities.mend(number, f"voter {voter[:60]} stands there again", "all were counted")
        elif voter:
            voters.add(voter)
        yield Vote(voter, own, points, row)
    if oddities.not_counted and not read:
        raise Unreadable(f"no ballot can be read; {next(iter(oddities.told()))}")


def _require_ballot(header: Sequence[str], fields: Sequence[str]) -> None:
    """Raises _Odd at the title of a section, and where its columns are named again."""
    first, *others = (one.strip().lower() for one in fields)
    title = first in HEADINGS and not any(others)
    if title or [first, *others] == [one.lower() for one in header]:
        raise _Odd(f"this is a heading among the ballots: {fields[0].strip()[:60]!r}")


def _choice(row: Row, vote_type: str) -> tuple[tuple[str, ...], Points]:
    """The projects that a ballot names and their points, as written; raises _Odd."""
    named = tuple(one.strip() for one in row["vote"].split(",") if one.strip())
    strength = row.get("vote_strength", "").strip()
    if strength and not POINTS.fullmatch(strength):
        raise _Odd(f"its vote_strength is not a number: {strength[:60]!r}")
    if vote_type not in WITH_POINTS or "points" not in row:
        return named, ()
    try:
        points = tuple(_point(one.strip()) for one in row["points"].split(",") if one.strip())
    except ValueError:
        raise _Odd(f"the points are not numbers: {row['points'][:60]!r}") from None
    if len(points) != len(named):
        raise _Odd(f"the points do not match the projects: {len(points)} for {len(named)}")
    return named, points


def _mended(
    named: Sequence[str],
    points: Points,
    vote_type: str,
    known: Mapping[str, str],
    number: int,
    oddities: Oddities,
) -> tuple[tuple[str, ...], Points]:
    """The ballot with each project once, and none that is not on the list."""
    given: dict[str, int | Fraction] = {}
    for place, name in enumerate(named):
        worth = points[place] if points else 0
        if name not in known and (meant := _meant(name)) in known:
            oddities.mend(
                number,
                f"the vote names project {name[:60]}, which is {meant}",
                "such projects were counted",
            )
            name = meant
        if name not in known:
            oddities.mend(
                number,
                f"the vote names project {name[:60]}, not on the list",
                "such projects were left out",
            )
        elif name not in given:
            given[name] = worth
        else:
            summed = bool(points) and vote_type == "cumulative"
            given[name] += worth if summed else 0
            oddities.mend(
                number,
                f"the vote names project {name[:60]} twice",
                "it was counted once, with the sum of its points"
                if summed
                else "it was counted once, as it stands first",
            )
    return tuple(given), tuple(given.values()) if points else ()


def _meant(name: str) -> str:
    """A project's id without the quotes, or the decimal of a number, that programs add to it."""
    return re.sub(r"(?<=[0-9])\.0+\Z", "", name.strip('"').strip())


@lru_cache(maxsize=10_000)
def _point(word: str) -> int | Fraction:
    """A number of points; whole ones as int, of which a million are added in no time."""
    if not POINTS.fullmatch(word):
        raise ValueError(word)
    value = Fraction(word)
    return value.numerator if value.denominator == 1 else value


def bare(votes: Iterable[Vote]) -> Iterator[Vote]:
    """Votes without voter and columns (but for their strength); equal choices are one object."""
    said: dict[tuple[str, ...], tuple[str, ...]] = {}
    for vote in votes:
        kept = {name: vote.columns[name] for name in ("vote_strength",) if name in vote.columns}
        named = said.setdefault(vote.projects, vote.projects)
        yield Vote("", named, vote.points, kept or NOTHING)


def outside_limits(meta: Mapping[str, str], vote_type: str, votes: Sequence[Vote]) -> Iterator[str]:
    """Remarks on ballots that name fewer or more projects than META says they may."""
    said = {"max_length": "1"} | dict(meta) if vote_type == "choose-1" else meta
    least, most = (said.get(key, "").strip() for key in ("min_length", "max_length"))
    fewest, largest = size_of(least), size_of(most)
    short = 0 if fewest is None else sum(len(one.projects) < fewest for one in votes)
    long = 0 if largest is None else sum(len(one.projects) > largest for one in votes)
    if short:
        yield f"{short} ballots name fewer projects than {least}; they were counted"
    if long:
        yield f"{long} ballots name more projects than {most}; they were counted"


def size_of(text: str) -> int | None:
    """A whole number of META, None where it is none."""
    found = SIZE.fullmatch(text.strip())
    return int(found[1]) if found else None
