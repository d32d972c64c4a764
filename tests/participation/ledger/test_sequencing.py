"""Events get places in blocks, and every root is signed and goes on from the one before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from participation.ledger import merkle
from participation.ledger.publishing import consistency_of, events_of, roots_of
from participation.ledger.sequencing import sequence
from participation.ledger.signing import public_key, root_text
from participation.ledger.subtrees import BrokenLog
from participation.models import Consultation, LogEvent, LogRoot
from participation.verifier.merkle import consistency_holds
from tests.participation.ledger.planting import plant


def by_place(question: Consultation) -> list[bytes]:
    rows = LogEvent.objects.filter(consultation=question, place__isnull=False).order_by("place")
    return [bytes(one) for one in rows.values_list("commitment", flat=True)]


def test_forty_nine_events_wait(question: Consultation) -> None:
    plant(question, 49)
    assert sequence(question.pk) is None
    assert by_place(question) == []


def test_only_full_blocks_of_fifty_get_a_place(question: Consultation) -> None:
    plant(question, 149)
    head = sequence(question.pk)
    assert head is not None
    assert (head.size, head.final) == (100, False)
    assert LogEvent.objects.filter(consultation=question, place=None).count() == 49


def test_a_block_is_in_the_order_of_its_commitments(question: Consultation) -> None:
    plant(question, 50)
    sequence(question.pk)
    assert by_place(question) == sorted(by_place(question))


def test_after_the_close_the_rest_gets_its_place_and_the_last_root(question: Consultation) -> None:
    plant(question, 73)
    sequence(question.pk)
    head = sequence(question.pk, final=True)
    assert head is not None
    assert (head.size, head.final) == (73, True)
    assert LogRoot.objects.filter(consultation=question).count() == 2


def test_a_root_that_was_signed_already_becomes_the_last_one(question: Consultation) -> None:
    plant(question, 50)
    before = sequence(question.pk)
    head = sequence(question.pk, final=True)
    assert before is not None
    assert head is not None
    assert (head.pk, head.final, bytes(head.root)) == (before.pk, True, bytes(before.root))


def test_a_vote_without_a_ballot_ends_with_the_root_of_nothing(question: Consultation) -> None:
    head = sequence(question.pk, final=True)
    assert head is not None
    assert (head.size, bytes(head.root)) == (0, merkle.EMPTY)


def test_run_twice_it_does_nothing_more(question: Consultation) -> None:
    plant(question, 60)
    sequence(question.pk)
    assert sequence(question.pk) is None
    last = sequence(question.pk, final=True)
    assert sequence(question.pk, final=True) == last
    plant(question, 50, start=60)
    assert sequence(question.pk) is None


def test_the_root_is_that_of_the_commitments_in_order(question: Consultation) -> None:
    for start in (0, 300, 600):
        plant(question, 300, start=start)
        sequence(question.pk)
    hashes = [merkle.leaf_hash(bytes.fromhex(one)) for one in events_of(question.pk)]
    roots = {root["size"]: root["root"] for root in roots_of(question)}
    assert roots == {size: merkle.root(hashes[:size]).hex() for size in (300, 600, 900)}


def test_every_root_goes_on_from_the_one_before(question: Consultation) -> None:
    for start in (0, 350, 700):
        plant(question, 350, start=start)
        sequence(question.pk)
    heads = list(LogRoot.objects.filter(consultation=question))
    assert len(heads) == 3
    for one, two in pairwise(heads):
        proof = consistency_of(question, one.size, two.size)
        assert proof is not None
        steps = [bytes.fromhex(step) for step in proof]
        assert consistency_holds(one.size, bytes(one.root), two.size, bytes(two.root), steps)


def test_there_is_no_proof_between_sizes_that_were_not_signed(question: Consultation) -> None:
    plant(question, 100)
    sequence(question.pk)
    assert consistency_of(question, 50, 100) is None
    assert consistency_of(question, 100, 50) is None


def test_the_signature_covers_name_size_root_time_and_end(question: Consultation) -> None:
    plant(question, 50)
    head = sequence(question.pk)
    assert head is not None
    key = Ed25519PublicKey.from_public_bytes(public_key())
    told = (question.slug, 50, bytes(head.root), False, head.signed_at)
    key.verify(bytes(head.signature), root_text(*told))
    later = head.signed_at + timedelta(seconds=1)
    for at, other in enumerate(("other", 100, merkle.EMPTY, True, later)):
        changed = (*told[:at], other, *told[at + 1 :])
        with pytest.raises(InvalidSignature):
            key.verify(bytes(head.signature), root_text(*changed))  # type: ignore[arg-type]


def test_an_emptied_or_spoilt_cache_changes_nothing(question: Consultation) -> None:
    plant(question, 600)
    sequence(question.pk)
    cache.set(f"log:{question.pk}", b"x" * 64)
    plant(question, 100, start=600)
    head = sequence(question.pk)
    cache.clear()
    plant(question, 50, start=700)
    assert head is not None
    assert sequence(question.pk) is not None
    hashes = [merkle.leaf_hash(one) for one in by_place(question)]
    assert bytes(LogRoot.objects.get(size=750).root) == merkle.root(hashes)


def test_a_log_that_was_changed_is_not_signed_again(question: Consultation) -> None:
    plant(question, 300)
    sequence(question.pk)
    cache.clear()
    LogEvent.objects.filter(consultation=question, place=7).update(commitment=b"x" * 32)
    plant(question, 50, start=300)
    with pytest.raises(BrokenLog):
        sequence(question.pk)


def test_the_database_takes_each_place_once(question: Consultation) -> None:
    events = plant(question, 2)
    LogEvent.objects.filter(pk=events[0].pk).update(place=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEvent.objects.filter(pk=events[1].pk).update(place=0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_give_each_place_once(question: Consultation) -> None:
    plant(question, 520)

    def work(final: bool) -> None:
        sequence(question.pk, final=final)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [False, False, True, False, True, False]))
    places = LogEvent.objects.filter(consultation=question).order_by("place")
    assert list(places.values_list("place", flat=True)) == list(range(520))
    head = LogRoot.objects.get(consultation=question, final=True)
    hashes = [merkle.leaf_hash(one) for one in by_place(question)]
    assert (head.size, bytes(head.root)) == (520, merkle.root(hashes))
