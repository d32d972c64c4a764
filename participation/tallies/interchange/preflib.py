"""PrefLib files: rankings, complete or not, with or without ties (.soc, .soi, .toc, .toi).

Format: Mattei, Walsh (2013), PrefLib: a library for preferences, ADT 2013, and its later header
of "# KEY: value" lines; the older header of plain numbered lines is read as well.
"""

from __future__ import annotations

import re

from participation.tallies.interchange.elections import RankedElection, Tiers, Unreadable
from participation.tallies.interchange.oddities import Oddities
from participation.tallies.interchange.records import text_of

KINDS = ("soc", "soi", "toc", "toi")
SIZE = re.compile(r"[0-9]{1,9}")
NAME = re.compile(r"ALTERNATIVE NAME (\S+)", re.IGNORECASE)
TIER = re.compile(r"\{([^{}]*)\}|([^,{}]+)")


def read_preflib(data: bytes) -> RankedElection:
    """The rankings in a PrefLib file; raises Unreadable naming the line.

    An alternative that is missing on a ballot was not ranked; one that stands there again counts
    where it stands first; one without a name in the header goes by its number. A line that does not
    tell how many ranked what is set aside. Each of these becomes a remark.
    """
    remarks: list[str] = []
    lines = text_of(data, remarks).split("\n")
    if SIZE.fullmatch(lines[0].strip()):
        return _old(lines, remarks)
    meta: dict[str, str] = {}
    names: dict[str, str] = {}
    found = _Orders()
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            key, _, value = line.lstrip()[1:].partition(":")
            name = NAME.fullmatch(key.strip())
            if name:
                names[name[1]] = value.strip()
            else:
                meta[key.strip()] = value.strip()
        elif line.strip():
            count, _, ranking = line.partition(":")
            found.add(count, ranking, number)
    kind = meta.get("DATA TYPE", "").lower()
    if kind and kind not in KINDS:
        raise Unreadable(f"DATA TYPE is {kind!r}, not one of {', '.join(KINDS)}")
    return _checked(names, found, meta, remarks)


def write_preflib(election: RankedElection) -> str:
    """The election as a PrefLib file's text; its data type is the narrowest that fits."""
    ties = any(len(tier) > 1 for order in election.orders for tier in order)
    whole = all(sum(map(len, order)) == len(election.alternatives) for order in election.orders)
    kind = ("t" if ties else "s") + "o" + ("c" if whole else "i")
    meta = dict(election.meta) | {
        "DATA TYPE": kind,
        "NUMBER ALTERNATIVES": str(len(election.alternatives)),
        "NUMBER VOTERS": str(election.voters),
        "NUMBER UNIQUE ORDERS": str(len(election.orders)),
    }
    rows = [f"# {key}: {value}" for key, value in meta.items()]
    rows += [f"# ALTERNATIVE NAME {key}: {name}" for key, name in election.alternatives.items()]
    rows += [f"{count}: {_written(order)}" for order, count in election.orders.items()]
    return "\n".join(rows) + "\n"


def _written(order: Tiers) -> str:
    return ",".join(one[0] if len(one) == 1 else "{" + ",".join(one) + "}" for one in order)


def _old(lines: list[str], remarks: list[str]) -> RankedElection:
    """The header before 2022: number of alternatives, "id,name" lines, a line of counts."""
    size = int(lines[0])
    names = {}
    for number, line in enumerate(lines[1 : size + 1], start=2):
        key, comma, name = line.partition(",")
        if not comma:
            raise Unreadable(f"line {number}: an alternative's number and name, not {line[:60]!r}")
        names[key.strip()] = name.strip()
    found = _Orders()
    for number, line in enumerate(lines[size + 2 :], start=size + 3):
        if line.strip():
            count, _, ranking = line.partition(",")
            found.add(count, ranking, number)
    return _checked(names, found, {"NUMBER ALTERNATIVES": str(size)}, remarks)


class _Orders:
    """Rankings as they are read. times: ranking -> ballots. seen: alternative -> its first line."""

    def __init__(self) -> None:
        self.times: dict[Tiers, int] = {}
        self.seen: dict[str, int] = {}
        self.odd = Oddities()

    def add(self, count: str, ranking: str, number: int) -> None:
        """Add one line's ballots, or note what is odd about them."""
        if not SIZE.fullmatch(count.strip()):
            self.odd.set_aside(number, f"this is no number of voters: {count.strip()[:40]!r}")
            return
        if TIER.sub("", ranking).replace(",", "").strip():
            self.odd.set_aside(number, f"the braces do not match: {ranking.strip()[:60]!r}")
            return
        tiers = tuple(
            tuple(one.strip() for one in (braced or single).split(",") if one.strip())
            for braced, single in TIER.findall(ranking)
            if (braced or single).strip(", ")
        )
        named = [one for tier in tiers for one in tier]
        if len(set(named)) < len(named):
            twice = next(one for one in named if named.count(one) > 1)
            what = f"alternative {twice[:40]} stands there twice"
            self.odd.mend(number, what, "it was counted where it stands first")
            tiers = _once(tiers)
        for one in named:
            self.seen.setdefault(one, number)
        self.times[tiers] = self.times.get(tiers, 0) + int(count)


def _once(tiers: Tiers) -> Tiers:
    """The ranking with each alternative where it stands first."""
    left: set[str] = set()
    kept = []
    for tier in tiers:
        kept.append(tuple(one for one in dict.fromkeys(tier) if one not in left))
        left.update(tier)
    return tuple(tier for tier in kept if tier)


def _checked(
    names: dict[str, str], found: _Orders, meta: dict[str, str], remarks: list[str]
) -> RankedElection:
    odd = list(found.odd.told())
    if not found.times:
        raise Unreadable(odd[0] if odd else "there is no ballot in this file")
    if not names:
        names = {one: one for one in sorted(found.seen)}
    if not names:
        raise Unreadable("no ballot in this file names an alternative")
    for one, number in found.seen.items():
        if one not in names:
            remarks.append(f"line {number}: alternative {one[:40]} has no name in the header")
    names |= {one: one for one in found.seen if one not in names}
    remarks += odd
    there = {"NUMBER ALTERNATIVES": len(names), "NUMBER VOTERS": sum(found.times.values())}
    for key, number in there.items():
        if meta.get(key, str(number)) != str(number):
            remarks.append(f"the header says {key} {meta[key][:40]}; there are {number}")
    return RankedElection(names, found.times, meta, tuple(remarks))
