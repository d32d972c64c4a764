"""The verifier on 100,000 ballots under every rule, and on 1,000 bundles that were changed."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from participation.bench.ballots.saying import say
from participation.bench.made_up import made_up, packed, priced, signer
from participation.bench.tampering import HANDS, tamper
from participation.bundles import verifier_text
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from participation.verifier.bundle import MANIFEST

BALLOTS = 100_000
BUDGET = 5_000_000
TAMPERINGS = 1_000
IN_A_SMALL_ONE = 120


class Case(NamedTuple):
    """A rule on so many options; settings as an official would give them."""

    rule: str
    options: int
    settings: dict[str, Any]


CASES = (
    Case("approval", 8, {}),
    Case("star", 4, {}),
    Case("star", 20, {}),
    Case("schulze", 6, {}),
    Case("schulze", 20, {}),
    Case("ranked-pairs", 20, {}),
    Case("instant-runoff", 20, {}),
    Case("majority-judgement", 4, {}),
    Case("cumulative", 4, {}),
    Case("knapsack", 200, {"budget": str(BUDGET), "within_budget": False}),
    Case("greedy", 200, {"budget": str(BUDGET)}),
    Case("greedy-no-skip", 200, {"budget": str(BUDGET)}),
    Case("equal-shares", 20, {"budget": str(BUDGET), "completion": "add1"}),
    Case("equal-shares", 200, {"budget": str(BUDGET), "completion": "add1"}),
    Case("equal-shares", 200, {"budget": str(4 * BUDGET), "completion": "add1u"}),
)


def run() -> None:
    """Print the figures as JSON lines."""
    for case in CASES:
        say(what="verifier", **measure(case, BALLOTS))
    say(what="tampering", **tamperings(TAMPERINGS))


def measure(case: Case, ballots: int) -> dict[str, Any]:
    """Seconds of `python -I -S verify.py bundle.zip` on a vote drawn at random.

    seconds: by the wall clock; cpu_seconds: what it takes when nothing else runs.
    """
    # Drawn for a measurement; nobody's secret.
    rng = random.Random(f"{case.rule} {case.options}")  # noqa: S311
    choices = priced(case.options, rng)
    texts = list(drawn(case, choices, ballots, rng))
    begin = time.perf_counter()
    bundle = packed(made_up(case.rule, choices, case.settings, texts, rng))
    made = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bundle.zip"
        place.write_bytes(bundle)
        with zipfile.ZipFile(place) as archive:
            rare = json.loads(archive.read(MANIFEST))["rare"]
        shown = rare["of"] - rare["ballots"]
        before = _cpu_of_children()
        code, said, seconds = verify(place)
        cpu = _cpu_of_children() - before
    return {
        "rule": case.rule,
        "options": case.options,
        "ballots": ballots,
        "patterns": len(Counter(texts)),
        "settings": case.settings,
        "shown_one_by_one": shown,
        "ok": code == 0 and bool(said["ok"]),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "under_60_s": seconds < 60,
        "made_and_counted_s": round(made, 2),
        "bundle_mb": round(len(bundle) / 1e6, 1),
    }


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def verify(bundle: Path) -> tuple[int, dict[str, Any], float]:
    """Exit code, answer and seconds of the assembled file, on a bare Python."""
    program = bundle.parent / "verify.py"
    program.write_text(verifier_text(), encoding="utf-8")
    begin = time.perf_counter()
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-S", str(program), str(bundle), "--json"],
        capture_output=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), time.perf_counter() - begin


def drawn(case: Case, choices: Sequence[Choice], ballots: int, rng: random.Random) -> Iterator[str]:
    """Ballots in their canonical text: some options are liked more, as they are in life."""
    rule = RULES[case.rule]
    settings = rule.filled(case.settings)
    liked = [rng.paretovariate(1.5) for _ in choices]
    ids = [one.id for one in choices]
    projects = [one.id for one in choices if not (rule.budget and one.is_baseline)]
    for _ in range(ballots):
        if rng.random() < 0.01:
            yield rule.check({"abstain": True}, choices, settings)
            continue
        few = rng.choices(ids, liked, k=rng.randint(4, 15))
        wanted = list(dict.fromkeys(few))
        given: Any = [one for one in wanted if one in projects] or [choices[0].id]
        if rule.form == "ranking":
            given = [[one] for one in wanted]
        elif rule.form in ("scores", "grades"):
            given = [[one, rng.randint(1, 5)] for one in wanted]
        elif rule.form == "points":
            given = [[one, few[:10].count(one)] for one in dict.fromkeys(few[:10])]
        yield rule.check({rule.form: given}, choices, settings)


def tamperings(number: int) -> dict[str, Any]:
    """How many of so many changed bundles the verifier finds; each rule, each hand in turn."""
    check = checker()
    rng = random.Random("tampering")  # noqa: S311
    small = [small_bundle(case, rng) for case in CASES]
    intact = sum(check(files) for files in small)
    sign = signer()[1]
    missed = []
    for turn in range(number):
        hand = HANDS[turn % len(HANDS)]
        name, changed = tamper(small[turn % len(small)], rng, hand, sign)
        if check(changed):
            missed.append(f"{CASES[turn % len(CASES)].rule}, {name}")
    return {
        "changed": number,
        "found": number - len(missed),
        "missed": missed[:10],
        "unchanged_that_agree": f"{intact} of {len(small)}",
    }


def small_bundle(case: Case, rng: random.Random) -> dict[str, bytes]:
    """The files of a small vote under a rule."""
    choices = priced(min(case.options, 6), rng)
    texts = list(drawn(case, choices, IN_A_SMALL_ONE, rng))
    with tempfile.TemporaryFile() as place:
        place.write(packed(made_up(case.rule, choices, case.settings, texts, rng)))
        with zipfile.ZipFile(place) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def checker() -> Any:
    """From a bundle's files to whether all agrees, by the assembled file itself."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "civic_verify.py"
        program.write_text(verifier_text(), encoding="utf-8")
        sys.path.insert(0, folder)
        try:
            import civic_verify
        finally:
            sys.path.remove(folder)

    def agrees(files: dict[str, bytes]) -> bool:
        findings, _bundle = civic_verify.check_bundle(dict(files))
        return not any(one.wrong for one in findings)

    return agrees
