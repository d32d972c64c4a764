"""PrefLib files: rankings, complete or not, with or without ties (.soc, .soi, .toc, .toi).

Format: Mattei, Walsh (2013), PrefLib: a library for preferences, ADT 2013, and its later header
of "# KEY: value" lines; the older header of plain numbered lines is read as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from participation.tallies.interchange.elections import RankedElection, Tiers, Unreadable

MOST_BYTES = 200_000_000
NAME = re.compile(r"ALTERNATIVE NAME (\S+)", re.IGNORECASE)
TIER = re.compile(r"\{([^{}]*)\}|([^,{}]+)")


def read_preflib(data: bytes) -> RankedElection:
    """The rankings in a PrefLib file; raises Unreadable naming the line.

    An alternative may stand once on a ballot; one that is missing was not ranked.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(f"the file has more than {MOST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("this is not UTF-8 text") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].strip().isdigit():
        return _old(lines)
    meta: dict[str, str] = {}
    names: dict[str, str] = {}
    orders: dict[Tiers, int] = {}
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            name = NAME.fullmatch(key.strip())
            if name:
                names[name[1]] = value.strip()
            else:
                meta[key.strip()] = value.strip()
        elif line.strip():
            count, _, ranking = line.partition(":")
            _add(orders, count, ranking, names, number)
    return _checked(names, orders, meta)


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


def _old(lines: list[str]) -> RankedElection:
    """The header before 2022: number of alternatives, "id,name" lines, a line of counts."""
    size = int(lines[0])
    names = {}
    for number, line in enumerate(lines[1 : size + 1], start=2):
        key, comma, name = line.partition(",")
        if not comma:
            raise Unreadable(f"line {number}: an alternative's number and name, not {line[:60]!r}")
        names[key.strip()] = name.strip()
    orders: dict[Tiers, int] = {}
    for number, line in enumerate(lines[size + 2 :], start=size + 3):
        if line.strip():
            count, _, ranking = line.partition(",")
            _add(orders, count, ranking, names, number)
    return _checked(names, orders, {})


def _add(
    orders: dict[Tiers, int], count: str, ranking: str, names: Mapping[str, str], number: int
) -> None:
    """Add one line's ballots to `orders`."""
    if not count.strip().isdigit():
        raise Unreadable(f"line {number}: a number of voters, not {count.strip()[:40]!r}")
    left = TIER.sub("", ranking).replace(",", "").strip()
    if left:
        raise Unreadable(f"line {number}: the braces do not match in {ranking.strip()[:60]!r}")
    tiers = tuple(
        tuple(one.strip() for one in (braced or single).split(",") if one.strip())
        for braced, single in TIER.findall(ranking)
        if (braced or single).strip()
    )
    named = [one for tier in tiers for one in tier]
    if len(set(named)) < len(named):
        raise Unreadable(f"line {number}: an alternative stands there twice")
    for one in named:
        if names and one not in names:
            raise Unreadable(f"line {number}: alternative {one} has no name in the header")
    orders[tiers] = orders.get(tiers, 0) + int(count)


def _checked(
    names: dict[str, str], orders: dict[Tiers, int], meta: dict[str, str]
) -> RankedElection:
    if not orders:
        raise Unreadable("there is no ballot in this file")
    if not names:
        named = {one for order in orders for tier in order for one in tier}
        names = {one: one for one in sorted(named)}
    return RankedElection(names, orders, meta)
