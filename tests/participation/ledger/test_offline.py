"""What a voter kept during the vote is checked afterwards without the site, by verify.py alone."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from participation.ballots import add_paper, open_box
from participation.bundles import build_bundle, open_bundle
from participation.ledger.publishing import roots_of
from participation.ledger.receipts import find_receipt
from participation.ledger.sequencing import sequence
from participation.ledger.signing import promise_text, sign
from participation.models import Consultation, Option, Phase
from participation.results import count_box
from tests.participation.bundles.running import run_verifier
from tests.participation.ledger.planting import plant


@pytest.fixture
def kept(
    question: Consultation, options: list[Option], tmp_path: Path, settings: Any
) -> tuple[Path, dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """The folder of a published count; a receipt with a place, one with a promise, and roots."""
    settings.ARTEFACT_DIR = tmp_path / "artefacts"
    contents = [json.dumps({"ticks": [one.pk]}, separators=(",", ":")) for one in options] * 20
    codes = add_paper(consultation=question, contents=contents)
    sequence(question.pk)
    receipts = [found.file() for found in map(find_receipt, codes) if found]
    placed = next(one for one in receipts if "place" in one)
    promised = next(one for one in receipts if "promise" in one)
    saved = roots_of(question)
    ended = timezone.now() - timedelta(seconds=1)
    Phase.objects.filter(consultation=question, kind="vote").update(closes_at=ended)
    assert open_box(question.pk)
    count_box(question.pk)
    folder = tmp_path / "count"
    stored = open_bundle(build_bundle(question.pk))
    assert stored is not None
    with stored, zipfile.ZipFile(stored) as archive:
        archive.extractall(folder)
    return folder, placed, promised, saved


def wrong(folder: Path, **told: Any) -> dict[str, bool]:
    """What verify.py finds wrong of what was kept, by the name it was given here."""
    words = [str(folder), "--json"]
    for name, one in told.items():
        (folder / name).write_text(json.dumps(one))
        words += ["--root" if name.startswith("root") else "--receipt", str(folder / name)]
    _code, answer = run_verifier(folder, *words)
    checks = json.loads(answer)["findings"]
    return {
        name: bool(one["wrong"]) for name in told for one in checks if one["check"].endswith(name)
    }


def test_what_was_kept_holds(kept: Any) -> None:
    folder, placed, promised, saved = kept
    told = {"placed": placed, "promised": promised, "root": saved}
    assert wrong(folder, **told) == {"placed": False, "promised": False, "root": False}


def test_during_the_vote_a_receipt_is_checked_without_anything_else(
    question: Consultation, tmp_path: Path
) -> None:
    events = plant(question, 51)
    sequence(question.pk)
    answers = set()
    for event in events[:51:25]:
        found = find_receipt(event.code)
        assert found is not None
        (tmp_path / "mine.json").write_text(json.dumps(found.file()))
        answers.add(run_verifier(tmp_path, "--receipt", str(tmp_path / "mine.json"))[0])
    (tmp_path / "mine.json").write_text(json.dumps({**found.file(), "public_key": "00" * 32}))
    forged = run_verifier(tmp_path, "--receipt", str(tmp_path / "mine.json"))[0]
    assert (answers, forged) == ({0}, 1)


def test_what_was_changed_or_not_kept_to_is_found(kept: Any, question: Consultation) -> None:
    folder, placed, promised, saved = kept
    # A promise that the site signed and broke: its event is not in the log.
    left_out = {
        **promised,
        "commitment": "00" * 32,
        "code": "0000-0000-0000-0000",
        "promise": sign(promise_text(question.slug, bytes(32))).hex(),
    }
    told = {
        "left_out": left_out,
        "other": {**placed, "commitment": "00" * 32},
        "forged": {**promised, "promise": "00" * 64},
        "root": [{**saved[0], "root": "00" * 32}],
    }
    assert wrong(folder, **told) == dict.fromkeys(told, True)
