"""The vote measured: what a POST costs, a race with web workers killed, a large box, its recount.

`./civic bench ballots [post] [race] [load] [verifier]`: all four without a word, JSON lines. Each
figure of speed stands beside a peer measured in the same run. Run it on a cluster with fsync on:
the first line says which it was.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module

from participation.bench.ballots import load, posting, racing
from participation.bench.ballots.saying import cluster, say

PARTS = ("post", "race", "load", "verifier")


def run(words: Sequence[str] = ()) -> None:
    """Print the figures of the parts that `words` name as JSON lines."""
    parser = ArgumentParser(prog="bench ballots", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--posts", type=int, default=2_000, help="votes sent over HTTP (post)")
    parser.add_argument("--events", type=int, default=10_000, help="casts and changes (race)")
    parser.add_argument("--ballots", type=int, default=200_000, help="in the large box (load)")
    asked = parser.parse_args(list(words))
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part is called {unknown[0]}; name some of {', '.join(PARTS)}")
    parts = asked.parts or PARTS
    say(what="cluster", **cluster())
    if "post" in parts:
        posting.measure(asked.posts)
    if "race" in parts:
        racing.measure(asked.events)
    if "load" in parts:
        load.measure(asked.ballots)
    if "verifier" in parts:
        import_module("participation.bench.verifier").run()
