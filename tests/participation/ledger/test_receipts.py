"""A receipt proves that an event is in the log, before and after it has its place."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.ledger import merkle
from participation.ledger.codes import code_of, commitment, grouped
from participation.ledger.publishing import checkpoint_key, checkpoint_of
from participation.ledger.receipts import find_receipt
from participation.ledger.sequencing import sequence
from participation.ledger.signing import promise_text, public_key, root_text
from participation.models import Consultation, LogEvent
from participation.verifier.merkle import inclusion_holds
from tests.participation.ledger.planting import plant


def test_the_code_is_the_first_eighty_bits_of_the_commitment() -> None:
    # SHA-256 of "civic-twin ballot event v1\n", 32 zero bytes and SHA-256(""), by sha256sum.
    committed = commitment(bytes(32), b"")
    assert committed.hex() == "6223c26f842f7f19a7f55123b9fb9cf8b0e9178c4f12bf7f7bb7e5cc788a06f2"
    assert grouped(code_of(committed)) == "C8HW-4VW4-5XZH-K9ZN"


def test_before_its_place_a_receipt_is_a_signed_promise(question: Consultation) -> None:
    event = plant(question, 1)[0]
    found = find_receipt(event.code)
    assert found is not None
    told = found.file()
    assert "root" not in told
    text = promise_text(question.slug, bytes.fromhex(told["commitment"]))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["public_key"]))
    key.verify(bytes.fromhex(told["promise"]), text)


@pytest.mark.parametrize("number", [50, 250, 300, 700])
def test_after_that_it_proves_its_place_under_the_newest_root(
    question: Consultation, number: int
) -> None:
    plant(question, number)
    head = sequence(question.pk)
    assert head is not None
    Ed25519PublicKey.from_public_bytes(public_key()).verify(
        bytes(head.signature),
        root_text(question.slug, number, bytes(head.root), False, head.signed_at),
    )
    for event in LogEvent.objects.filter(place__in=[0, 1, 49, 255, 256, 299, number - 1]):
        found = find_receipt(event.code)
        assert found is not None
        told = json.loads(json.dumps(found.file()))
        path = [bytes.fromhex(step) for step in told["path"]]
        leaf = merkle.leaf_hash(bytes.fromhex(told["commitment"]))
        root = bytes.fromhex(told["root"]["root"])
        assert inclusion_holds(leaf, told["place"], told["root"]["size"], path, root)


def test_a_code_may_be_typed_small_with_spaces_and_misread_letters(question: Consultation) -> None:
    event = next(one for one in plant(question, 40) if "0" in one.code and "1" in one.code)
    typed = grouped(event.code).lower().replace("-", " – ").replace("0", "o").replace("1", "l")
    found = find_receipt(typed)
    assert found is not None
    assert found.code == grouped(event.code)


@pytest.mark.parametrize("code", ["", "A", "0" * 16, "\0" * 16, "Ä" * 16, "0" * 4000])
def test_another_code_has_no_receipt(question: Consultation, code: str) -> None:
    plant(question, 3)
    assert find_receipt(code) is None


def test_a_receipt_in_a_long_log_reads_one_chunk_of_it(question: Consultation) -> None:
    event = plant(question, 1000)[3]
    sequence(question.pk)
    with CaptureQueriesContext(connection) as seen:
        find_receipt(event.code)
    assert len(seen) == 4


def test_the_newest_root_is_a_checkpoint_that_common_tools_can_read(question: Consultation) -> None:
    assert checkpoint_of(question) is None
    plant(question, 50)
    head = sequence(question.pk)
    text = checkpoint_of(question)
    assert head is not None
    assert text is not None
    body, signed = text.split("\n\n")
    origin, size, *_rest = body.split("\n")
    assert (origin, size) == ("civic-twin/nantes/streets", "50")
    assert signed.startswith(f"— {origin} ")
    assert checkpoint_key(question).startswith(f"{origin}+")
