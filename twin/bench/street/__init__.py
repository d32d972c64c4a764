"""The street chain: what it costs to prepare, to ask, to change, and to grow.

`./civic bench street` prints JSON lines; `--only what_if,growth` measures parts of it, `--tntp DIR`
adds the networks in a folder, `--seeds N` asks more what-ifs. Every part runs in a process of its
own, so that its peak memory is its own, on all cores unless `--threads N` says less.
"""

from __future__ import annotations

from collections.abc import Sequence

from twin.bench.street.asking import PARTS, Asked, parse
from twin.bench.street.phase import in_a_process, say


def run(options: Sequence[str] = ()) -> None:
    """Measure every part that was asked for, one JSON line per figure, a summary at the end."""
    asked = parse(options)
    told: dict[str, object] = {}
    for part in asked.parts:
        for line in in_a_process(part, PARTS[part], asked):
            say(**line)
            told.update({key: line[key] for key in line if key.startswith("target_")})
    say(what="summary", **told)


__all__ = ["Asked", "run"]
