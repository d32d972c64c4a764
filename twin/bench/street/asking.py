"""What the bench was asked to measure."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

PARTS = {
    "chain": "chain.lines",
    "what_if": "what_if.lines",
    "building": "what_if.buildings",
    "celery": "celery.lines",
    "assignment": "assignment.lines",
    "noise": "noise.lines",
    "tiles": "tiles.lines",
    "growth": "growth.lines",
}
"""Part -> module and function of this room that measures it, in this order."""


@dataclass(frozen=True)
class Asked:
    """parts: of PARTS. seeds: what-ifs of each kind. threads: 0 for all cores.

    sizes: of the part `growth`. area: share of the demo city that the parts in one process take,
    to try them out quickly.
    """

    parts: tuple[str, ...] = tuple(PARTS)
    seeds: int = 7
    threads: int = 0
    tntp: str = ""
    sizes: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0)
    area: float = 1.0


def parse(options: Sequence[str]) -> Asked:
    """Read the words after `bench street`; exits with a usage line when one is unknown."""
    parser = ArgumentParser(prog="bench street")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts: {', '.join(PARTS)}")
    parser.add_argument("--seeds", type=int, default=Asked.seeds)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--tntp", default="", help="a folder of *_net.tntp and *_trips.tntp")
    parser.add_argument("--sizes", default=",".join(map(str, Asked.sizes)))
    parser.add_argument("--area", type=float, default=1.0)
    given = parser.parse_args(list(options))
    parts = tuple(part for part in PARTS if part in given.only.split(","))
    if not parts:
        parser.error(f"name parts out of: {', '.join(PARTS)}")
    sizes = tuple(float(size) for size in given.sizes.split(","))
    return Asked(parts, max(1, given.seeds), given.threads, given.tntp, sizes, given.area)
