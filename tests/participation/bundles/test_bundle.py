"""From votes cast to a bundle that a stranger checks: once, the same for ever, without a voter."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from participation.bundles import build_bundle, manifest_of, open_bundle
from participation.ledger.publishing import roots_of
from participation.ledger.receipts import find_receipt
from participation.models import Consultation, CountRecord, LogEvent, Option, RollEntry
from participation.results import count_box
from portal.errors import NotNow
from portal.models import User
from tests.participation.bundles.running import run_verifier
from tests.participation.voting import cast, close_and_open

Voters = Callable[[int], list[User]]


def _unpack(record: CountRecord, folder: Path) -> Path:
    stored = open_bundle(record)
    assert stored is not None
    with stored, zipfile.ZipFile(stored) as archive:
        archive.extractall(folder)
    return folder


def test_a_stranger_finds_that_everything_agrees(counted: Consultation, tmp_path: Path) -> None:
    folder = _unpack(build_bundle(counted.pk), tmp_path / "bundle")
    code, said = run_verifier(folder, "--json")
    assert (code, json.loads(said)["ok"]) == (0, True)


def test_packing_again_changes_nothing(counted: Consultation) -> None:
    first = build_bundle(counted.pk)
    again = build_bundle(counted.pk)
    assert (again.bundle, again.digest) == (first.bundle, first.digest)


def test_a_lost_file_is_packed_again_to_the_same_bytes(counted: Consultation) -> None:
    first = build_bundle(counted.pk)
    storages["artefacts"].delete(first.bundle)
    assert build_bundle(counted.pk).digest == first.digest


def test_before_the_count_there_is_nothing_to_pack(question: Consultation) -> None:
    with pytest.raises(NotNow):
        build_bundle(question.pk)


def test_replaced_ballots_are_events_without_a_ballot(counted: Consultation) -> None:
    facts = (manifest_of(build_bundle(counted.pk)) or {})["facts"]
    assert (facts["events"], facts["ballots"], facts["replaced"]) == (32, 30, 2)


def test_a_receipt_is_found_offline(counted: Consultation, tmp_path: Path) -> None:
    folder = _unpack(build_bundle(counted.pk), tmp_path / "bundle")
    code = LogEvent.objects.filter(consultation=counted).values_list("code", flat=True)[0]
    receipt = find_receipt(code)
    assert receipt is not None
    (tmp_path / "receipt.json").write_text(json.dumps(receipt.file()))
    said = run_verifier(folder, "--receipt", str(tmp_path / "receipt.json"), "--receipt", code)
    assert (said[0], said[1].count("your ballot's event is number")) == (0, 2)


def test_a_receipt_whose_event_was_dropped_is_told(counted: Consultation, tmp_path: Path) -> None:
    folder = _unpack(build_bundle(counted.pk), tmp_path / "bundle")
    code, said = run_verifier(folder, "--receipt", "0000-0000-0000-0000")
    assert (code, "it is not in the log" in said) == (1, True)


def test_roots_saved_during_the_vote_are_gone_on_from(
    counted: Consultation, tmp_path: Path
) -> None:
    folder = _unpack(build_bundle(counted.pk), tmp_path / "bundle")
    saved = roots_of(counted)
    (tmp_path / "roots.json").write_text(json.dumps(saved))
    assert run_verifier(folder, "--roots", str(tmp_path / "roots.json"))[0] == 0
    saved[0]["root"] = "0" * 64
    (tmp_path / "roots.json").write_text(json.dumps(saved))
    assert run_verifier(folder, "--roots", str(tmp_path / "roots.json"))[0] == 1


def test_nothing_of_a_voter_is_in_it(counted: Consultation, tmp_path: Path) -> None:
    folder = _unpack(build_bundle(counted.pk), tmp_path / "bundle")
    whole = b"".join(one.read_bytes() for one in folder.iterdir())
    for entry in RollEntry.objects.filter(consultation=counted).select_related("person"):
        keys = [str(entry.pk), bytes(entry.voter).hex(), getattr(entry.person, "email", "nobody@")]
        assert not [key for key in keys if key.encode() in whole]


def test_two_rare_ballots_stand_as_fingerprints(
    make_voters: Voters, question: Consultation, options: list[Option], tmp_path: Path
) -> None:
    """12 tick A, 9 tick B, two tick all three: those two would give themselves away alone."""
    every = [one.pk for one in options]
    for number, voter in enumerate(make_voters(23)):
        ticks = every[:1] if number < 12 else every[1:2] if number < 21 else every
        cast(voter, question, ticks)
    close_and_open(question)
    count_box(question.pk)
    record = build_bundle(question.pk)
    folder = _unpack(record, tmp_path / "bundle")
    assert (manifest_of(record) or {})["rare"]["ballots"] == 11
    assert json.loads((folder / "rest.json").read_text()) == {"ballots": 11, "ticks": [2, 11, 2]}
    assert "can often be taken apart" in (folder / "README.txt").read_text()
    assert run_verifier(folder)[0] == 0


@pytest.fixture
def pages(client: Client, counted: Consultation) -> Callable[[str], Any]:
    return lambda name: client.get(f"/c/{counted.slug}/count/{name}")


def test_the_page_says_how_to_check_and_what_to_compare(
    pages: Callable[[str], Any], counted: Consultation
) -> None:
    digest = build_bundle(counted.pk).digest
    said = pages("").content.decode()
    assert "python3 verify.py" in said
    assert digest in said


def test_the_download_is_the_stored_file(
    pages: Callable[[str], Any], counted: Consultation
) -> None:
    record = build_bundle(counted.pk)
    answer = pages("bundle.zip")
    stored = open_bundle(record)
    assert stored is not None
    with stored:
        assert b"".join(answer.streaming_content) == stored.read()
    assert "attachment" in answer["Content-Disposition"]


def test_before_it_is_packed_the_page_says_so(pages: Callable[[str], Any]) -> None:
    assert "being packed" in pages("").content.decode()
    assert pages("bundle.zip").status_code == 404


def test_the_program_is_given_out_by_itself(pages: Callable[[str], Any]) -> None:
    assert pages("verify.py").content.startswith(b"#!/usr/bin/env python3")


def test_a_receipt_is_sound_by_itself_before_there_is_a_bundle(
    verified: User, question: Consultation, options: list[Option], tmp_path: Path
) -> None:
    """During the vote a receipt holds a signed promise; another's promise does not fit it."""
    receipt = find_receipt(cast(verified, question, [options[0].pk]).code)
    assert receipt is not None
    told = receipt.file()
    (tmp_path / "receipt.json").write_text(json.dumps(told))
    code, said = run_verifier(tmp_path, "--receipt", str(tmp_path / "receipt.json"))
    assert (code, "signed promise" in said) == (0, True)
    (tmp_path / "receipt.json").write_text(json.dumps({**told, "commitment": "00" * 32}))
    assert run_verifier(tmp_path, "--receipt", str(tmp_path / "receipt.json"))[0] == 1
