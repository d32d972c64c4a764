"""The tally bench draws votes that every rule can count, and measures each in its own process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from participation.bench import tally as bench
from participation.bench import verifier
from participation.tallies.catalogue import RULES


@pytest.mark.parametrize("rule", [name for name in RULES if name != "equal-shares"])
def test_each_rule_counts_what_was_drawn(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "votes"
    bench._write(path, RULES[rule].form, 300, 40)
    lines = path.read_text().splitlines()
    assert len(lines) == 300
    assert len(set(lines)) > 100
    figures = bench.measure(rule, str(path), 40)
    assert figures["winners"] >= 1
    assert figures["peak_mb"] > 0


def test_the_verifier_is_measured_on_every_rule() -> None:
    assert {case.rule for case in verifier.CASES} == {*RULES}


def test_a_run_prints_one_line_for_each_rule(capsys: pytest.CaptureFixture[str]) -> None:
    bench.run(["50", "5", "star", "schulze"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["rule"], one["ballots"], one["options"]) for one in told] == [
        ("star", 50, 5),
        ("schulze", 50, 5),
    ]
    assert all(one["seconds"] > 0 and one["peak_mb"] < 200 for one in told)
