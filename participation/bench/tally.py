"""Seconds and memory of every rule on generated votes of up to 200,000 ballots and 200 options.

Each count runs in a process of its own, without the site around it, so that its peak memory is its
own. Ballots come from a file, one canonical text a line, nearly all of them different; scores,
grades and rankings name every option, ticks one in ten. Compares with reading the same file (JSON,
line by line) in the same process, both in seconds of CPU.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice

SIZES = ((1_000, 10), (20_000, 50), (100_000, 200), (200_000, 200))
FIRST_ID = 1_001
SEED = 4
HALVES = 600


def run(words: Sequence[str] = ()) -> None:
    """Print one JSON line for each rule and size; words: `BALLOTS OPTIONS [RULE …]` for one."""
    parser = ArgumentParser(prog="bench tally", description=__doc__)
    parser.add_argument("ballots", nargs="?", type=int, help="with options: one size, not all")
    parser.add_argument("options", nargs="?", type=int)
    parser.add_argument("rule", nargs="*", help=f"of {', '.join(RULES)}")
    asked = parser.parse_args(list(words))
    sizes = ((asked.ballots, asked.options),) if asked.options else SIZES
    rules = asked.rule or list(RULES)
    for ballots, options in sizes:
        with TemporaryDirectory() as folder:
            for form in dict.fromkeys(RULES[name].form for name in rules):
                path = Path(folder) / form
                _write(path, form, ballots, options)
                for name in rules:
                    if RULES[name].form == form:
                        _say(_in_own_process(name, path, ballots, options))
                path.unlink()


def _say(figures: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def _write(path: Path, form: str, ballots: int, options: int) -> None:
    """`ballots` generated texts, one a line."""
    rng = random.Random(f"{SEED} {form}")  # noqa: S311
    ids = range(FIRST_ID, FIRST_ID + options)
    texts = _PICKED[form] if form in _PICKED else _halved(form)
    liked = list(accumulate(1 / (place + 5) for place in range(options)))
    with path.open("w", encoding="ascii") as file:
        for text in islice(texts(rng, ids, liked), ballots):
            file.write(f'{{"{form}":{text}}}\n')


Texts = Callable[[random.Random, Sequence[int], list[float]], Iterator[str]]


def _ticks(rng: random.Random, ids: Sequence[int], liked: list[float]) -> Iterator[str]:
    while True:
        some = sorted({*rng.choices(ids, cum_weights=liked, k=max(1, len(ids) // 10))})
        yield json.dumps(some, separators=(",", ":"))


def _points(rng: random.Random, ids: Sequence[int], liked: list[float]) -> Iterator[str]:
    while True:
        spread = rng.choices(ids, cum_weights=liked, k=10)
        pairs = [[one, spread.count(one)] for one in sorted({*spread})]
        yield json.dumps(pairs, separators=(",", ":"))


_PICKED: dict[str, Texts] = {"ticks": _ticks, "points": _points}


def _halved(form: str) -> Texts:
    """Ballots that name all options: two of 600 drawn halves each, so 360,000 different ones."""

    def texts(rng: random.Random, ids: Sequence[int], liked: list[float]) -> Iterator[str]:
        middle = len(ids) // 2
        first, second = (
            [_half(form, rng, part) for _ in range(HALVES)] for part in (ids[:middle], ids[middle:])
        )
        while True:
            two = [rng.choice(first), rng.choice(second)]
            if form == "ranking" and rng.random() < 0.5:
                two.reverse()
            yield f"[{','.join(two)}]"

    return texts


def _half(form: str, rng: random.Random, ids: Sequence[int]) -> str:
    if form == "ranking":
        return ",".join(f"[{one}]" for one in rng.sample(ids, len(ids)))
    grades = (max(1, rng.randint(0, 5) - place % 3) for place in range(len(ids)))
    return ",".join(f"[{one},{grade}]" for one, grade in zip(ids, grades, strict=True))


def _in_own_process(rule: str, path: Path, ballots: int, options: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "participation.bench.tally", rule, str(path), str(options)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return {"rule": rule, "ballots": ballots, "options": options, **json.loads(told.stdout)}


def choices_of(options: int) -> tuple[list[Choice], dict[str, Any]]:
    """Keep-as-is and projects of generated costs; a budget for a quarter of them."""
    rng = random.Random(SEED)  # noqa: S311
    costs = [rng.randint(20, 500) * 1_000 for _ in range(options - 1)]
    choices = [Choice(FIRST_ID, None, True)]
    choices += [Choice(FIRST_ID + 1 + at, Fraction(c), False) for at, c in enumerate(costs)]
    return choices, {"budget": str(sum(costs) // 4)}


def _texts(path: str, keep: int) -> Iterator[tuple[str, int]]:
    """The file's texts; a budget's ballot cannot tick keep-as-is beside projects, so it is cut."""
    alone, first = f'{{"ticks":[{keep}]}}', f'{{"ticks":[{keep},'
    with open(path, encoding="ascii") as file:
        for line in file:
            text = line.rstrip("\n")
            if text.startswith(first) and text != alone:
                text = '{"ticks":[' + text[len(first) :]
            yield text, 1


def measure(rule: str, path: str, options: int) -> dict[str, Any]:
    """The figures of one count in this process."""
    choices, settings = choices_of(options)
    if RULES[rule].name == "equal-shares":
        # Compiling, once after an update of the code, is no part of counting.
        RULES[rule].count({f'{{"ticks":[{FIRST_ID + 1}]}}': 1}, choices, settings)
    before = _peak_mb()
    start = time.process_time()
    for text, _times in _texts(path, FIRST_ID):
        json.loads(text)
    reading = time.process_time() - start
    start, busy = time.perf_counter(), time.process_time()
    tally = RULES[rule].count(_texts(path, FIRST_ID), choices, settings)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    return {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(busy, 3),
        "reading_cpu_seconds": round(reading, 3),
        "ratio": round(busy / reading, 2),
        "peak_mb": _peak_mb(),
        "mb_before": before,
        "winners": len(tally.winners),
        "tally_kb": len(tally.to_json()) // 1_000,
    }


def _peak_mb() -> int:
    """Of this program alone: what getrusage says may be its parent's, from before it began."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024


if __name__ == "__main__":
    _say(measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))
