"""The site attacked and measured, on a copy of the demo's database that goes at the end.

`./civic bench attack [matrix] [fuzz] [press] [timing]`: all four without a word, JSON lines.
*matrix*: every address for every role, read and posted to; what a role must not see is a leak.
*fuzz*: hostile requests to every address, failures of ours, and the slowest a guest can ask for.
*press*: six hostile connections; a web worker's peak memory, and /trust/ meanwhile beside idle.
*timing*: whether sign-up, sign-in and reset take longer for an address that has an account.
Stop a running demo first: a database that is in use cannot be copied.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence

from participation.bench.attack import fuzzing, matrix, pressing, timing
from participation.bench.attack.ground import attacked

PARTS = ("matrix", "fuzz", "press", "timing")


def run(words: Sequence[str] = ()) -> None:
    """Print the figures of the parts that `words` name as JSON lines."""
    parser = ArgumentParser(prog="bench attack", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--each", type=int, default=4, help="hostile requests to an address (fuzz)")
    parser.add_argument("--seconds", type=float, default=15.0, help="of pressure (press)")
    parser.add_argument("--times", type=int, default=15, help="tries of each kind (timing)")
    asked = parser.parse_args(list(words))
    unknown = sorted(set(asked.parts) - set(PARTS))
    if unknown:
        parser.error(f"no part is called {unknown[0]}; name some of {', '.join(PARTS)}")
    parts = asked.parts or PARTS
    with attacked() as ground:
        if "matrix" in parts:
            matrix.measure(ground)
        if "fuzz" in parts:
            fuzzing.measure(ground, asked.each)
        if "press" in parts:
            pressing.measure(ground, asked.seconds)
        if "timing" in parts:
            timing.measure(ground, asked.times)
