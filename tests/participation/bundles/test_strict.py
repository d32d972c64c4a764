"""What can be read in two ways is not read at all, whoever signed it."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from participation.bench.made_up import signer
from participation.bundles.contents import SIGNED_AS
from participation.verifier.strict import amount, read_json
from tests.participation.bundles.running import (
    Files,
    run_verifier,
    small_bundle,
    unpacked,
    wrong_in,
)


def signed_by_the_city(files: Files, name: str, change: Callable[[str], str]) -> Files:
    """The bundle with one file's text changed, digests and signature made anew."""
    changed = {**files, name: change(files[name].decode()).encode()}
    if name != "manifest.json":
        manifest = json.loads(changed["manifest.json"])
        manifest["files"][name] = sha256(changed[name]).hexdigest()
        changed["manifest.json"] = json.dumps(manifest).encode()
    signature = signer()[1](SIGNED_AS + changed["manifest.json"]).hex()
    return {**changed, "manifest.sig": f"{signature}\n".encode()}


@pytest.mark.parametrize(
    ("rule", "name", "before", "after"),
    [
        ("approval", "tally.json", '"winners":', '"winners":[999],"winners":'),
        ("approval", "manifest.json", '"rule":', '"rule": "greedy", "rule":'),
        ("approval", "manifest.json", '"is_baseline": true', '"is_baseline": "yes"'),
        ("approval", "manifest.json", '"min_approvals": 0', '"min_approvals": "٠"'),
        ("approval", "manifest.json", '"settings": {', '"settings": {"twice_for_some": 7, '),
        ("equal-shares", "manifest.json", '"completion": "', '"completion": "as the mayor likes '),
        ("equal-shares", "manifest.json", '"budget": "', '"budget": "-'),
        ("schulze", "tally.json", '"chains":', '"chains":NaN,"was":'),
        ("schulze", "tally.json", '"chains":', '"chains":1e999,"was":'),
    ],
)
def test_what_another_reader_would_read_otherwise_is_found_though_the_city_signed_it(
    rule: str, name: str, before: str, after: str
) -> None:
    files = unpacked(small_bundle(rule))
    assert before in files[name].decode()
    changed = signed_by_the_city(files, name, lambda text: text.replace(before, after, 1))
    assert wrong_in(changed) != []


@pytest.mark.parametrize("told", ['{"a":1,"a":2}', "NaN", "[1e999]", "9" * 31, "[" * 100_000])
def test_json_of_two_meanings_or_none_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r"twice|no number|too large|too deep"):
        read_json(told)


@pytest.mark.parametrize("told", ["1e99999999", "-5", "1_0", "٣", " 12", "1/0", 12, None])
def test_an_amount_has_plain_digits_and_is_not_below_zero(told: object) -> None:
    with pytest.raises(ValueError, match="no amount"):
        amount(told)


@pytest.mark.parametrize(
    "receipt", [[], {}, {"place": "1"}, {"commitment": 7}, {"commitment": "00", "code": None}]
)
def test_a_receipt_that_makes_no_sense_is_told_in_words(tmp_path: Path, receipt: object) -> None:
    (tmp_path / "bundle.zip").write_bytes(small_bundle("approval"))
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    words = ("--receipt", str(tmp_path / "receipt.json"))
    code, told = run_verifier(tmp_path, str(tmp_path / "bundle.zip"), *words)
    assert (code, "Traceback" in told, "cannot be read" in told) == (1, False, True)
