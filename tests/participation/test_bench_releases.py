"""The benchmarks of releases still run, and say what they promise."""

from __future__ import annotations

import json

import pytest

from participation.bench import release
from participation.bench.anonymity import measure
from participation.bench.anonymity.ground import ground
from participation.models import Consultation
from tests.participation.releases.conftest import Speak, speak

__all__ = ["speak"]


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.django_db
def test_the_release_of_one_comment_is_measured_beside_the_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    release.measure(400)
    said = {line["what"]: line for line in _lines(capsys)}
    batch = said["the day's batch with one new comment"]
    assert batch["seconds"] < said["whole question, unchanged"]["seconds"]
    assert said["public"]["cells"] >= 0


def test_a_hundred_accounts_come_much_nearer_by_the_old_rule(
    speak: Speak, question: Consultation, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(40):
        speak(1, lng=-1.565 + 0.0005 * number, lat=47.21 + 0.0002 * (number * 7 % 40))
    measure(ground(), accounts=100, victims=20)
    said = {line.get("rule", "ground"): line for line in _lines(capsys)}
    old = said["old rule"]
    assert old["metres_median"] < 80
    assert old["located"] > 0.9
    assert said["new rule, hasty, knows the quarter"]["located"] == 0
    assert said["new rule, very patient, knows the quarter"]["days"] > 60
    for rule, line in said.items():
        if rule.startswith("new rule"):
            assert line["metres_median"] > 2 * old["metres_median"], rule
