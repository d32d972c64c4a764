"""Which column of a TNTP network file is which: by the row of names where there is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

NEEDED = ("init_node", "term_node", "capacity", "length", "free_flow_time", "b", "power")
USUAL = (*NEEDED, "speed", "toll", "link_type")
"""The order of the field's files, for those without a row of names."""
READ = (*NEEDED, "speed", "toll")
OTHER_NAMES = {
    "init": "init_node", "from": "init_node", "from_node": "init_node", "tail": "init_node",
    "term": "term_node", "to": "term_node", "to_node": "term_node", "head": "term_node",
    "cap": "capacity", "distance": "length",
    "fftime": "free_flow_time", "fft": "free_flow_time", "time": "free_flow_time",
    "free_flow_travel_time": "free_flow_time",
    "alpha": "b", "beta": "power",
    "speed_limit": "speed", "type": "link_type",
}  # fmt: skip

OF_WORDS = re.compile(
    r"\b(?:(?:init|term|from|to) +node|free +flow(?: +travel)? +time|speed +limit|link +type"
    r"|critical +speed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Columns:
    """place: column -> its place in a row, for those of READ that are there. remarks: what was
    left out."""

    place: dict[str, int]
    remarks: tuple[str, ...] = ()

    @property
    def least(self) -> int:
        """How many figures a row needs at least."""
        return 1 + max(self.place[name] for name in NEEDED)


def columns_of(comments: tuple[str, ...], figures: int) -> Columns:
    """The columns by the last of `comments` that names both ends of a link, or in usual order.

    figures: how many the first link has. A row that lacks one of NEEDED, or has another number of
    names, is no help: the usual order is taken, and remarked where that makes a difference.
    """
    usual = {name: USUAL.index(name) for name in READ}
    for comment in reversed(comments):
        names = _names(comment)
        if not {"init_node", "term_node"} <= set(names):
            continue
        place = {name: names.index(name) for name in READ if name in names}
        if place == usual:
            return Columns(usual, tuple(_unused(names)))
        missing = [name for name in NEEDED if name not in names]
        wrong = f"has no {', '.join(missing)}" if missing else ""
        if not missing and len(names) != figures:
            wrong = f"has {len(names)} names for {figures} figures"
        if wrong:
            told = f"the row of names {wrong}; columns were taken in their usual order"
            return Columns(usual, (told,))
        return Columns(place, tuple(_unused(names)))
    return Columns(usual)


def _names(row: str) -> list[str]:
    """Names between tabs, which may be of several words, or between blanks or commas."""
    fields = [one for one in row.strip("~; \t").split("\t") if one.strip()]
    if len(fields) < len(NEEDED):
        whole = OF_WORDS.sub(lambda found: "_".join(found[0].split()), row.strip("~;, \t"))
        fields = re.split(r"[\s,]+", whole)
    plain = [re.sub(r"[^a-z0-9]+", "_", one.lower()).strip("_") for one in fields]
    return [OTHER_NAMES.get(one, one) for one in plain if one]


def _unused(names: list[str]) -> list[str]:
    told = [f"the column {one[:40]} was not used" for one in names if one not in (*USUAL, "lanes")]
    if "lanes" in names:
        told.append("the column lanes was not used: capacities were taken as those of whole links")
    return told
