"""The verifier's parts: published examples first, then the same answers as other programs give."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from participation.ledger import merkle
from participation.verifier.ballots import Faulty, Question, read_ballot
from participation.verifier.ed25519 import signature_holds
from participation.verifier.merkle import (
    consistency_holds,
    inclusion_holds,
    leaf_hash,
    roots_at,
    tree_root,
)
from participation.verifier.rules.graded import middle_grades
from participation.verifier.rules.money import best_set

# RFC 8032, section 7.1, tests 1 to 3: public key, message, signature.
PUBLISHED = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), PUBLISHED)
def test_signatures_of_the_standard_hold(key: str, message: str, signature: str) -> None:
    parts = (bytes.fromhex(part) for part in (key, message, signature))
    assert signature_holds(*parts)


def test_a_signature_holds_for_its_own_message_only() -> None:
    rng = random.Random(1)
    key = Ed25519PrivateKey.from_private_bytes(rng.randbytes(32))
    public = key.public_key().public_bytes_raw()
    for _ in range(20):
        message = rng.randbytes(rng.randint(0, 80))
        signature = key.sign(message)
        assert signature_holds(public, message, signature)
        assert not signature_holds(public, message + b"\0", signature)


def test_a_signature_with_the_group_added_to_it_is_refused() -> None:
    """RFC 8032, 5.1.7: a scalar of the group's order or more would make a second signature."""
    key, message, signature = (bytes.fromhex(part) for part in PUBLISHED[1])
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(signature[32:], "little") + order
    assert not signature_holds(key, message, signature[:32] + scalar.to_bytes(32, "little"))


def test_roots_are_those_of_the_site_s_own_tree() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(70)]
    for size, root in roots_at(leaves, range(71)):
        assert root == merkle.root(leaves[:size])


def test_the_site_s_proofs_hold_and_no_others() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(33)]
    for size in range(1, 33):
        root = tree_root(leaves[:size])
        for place in range(size):
            path = merkle.inclusion(place, leaves[:size])
            assert inclusion_holds(leaves[place], place, size, path, root)
            assert not inclusion_holds(leaves[place + 1], place, size, path, root)
        for first in range(1, size):
            path = merkle.consistency(first, leaves[:size])
            before = tree_root(leaves[:first])
            assert consistency_holds(first, before, size, root, path)
            assert not consistency_holds(first, leaves[-1], size, root, path)


def test_the_best_set_is_the_best_of_all_sets() -> None:
    """Most ticks, then cheapest, then the projects that stand first; by trying every set."""
    rng = random.Random(2)
    for _ in range(300):
        size, money = rng.randint(1, 8), rng.randint(0, 30)
        costs = [rng.randint(0, 9) for _ in range(size)]
        scores = [rng.randint(0, 6) for _ in range(size)]
        wanted = [one for one in range(size) if scores[one]]
        sets = [s for n in range(size + 1) for s in combinations(wanted, n)]
        affordable = [s for s in sets if sum(costs[one] for one in s) <= money]
        best = max(
            affordable,
            key=lambda s: (
                sum(scores[one] for one in s),
                -sum(costs[one] for one in s),
                sum(1 << size - one for one in s),
            ),
        )
        assert best_set(costs, scores, money) == list(best)


def test_middle_grades_go_outward_from_the_middle() -> None:
    """0 1 1 3 5: the middle is 1; then of 0 1 3 5 the lower middle 1; then 3, 0, 5."""
    assert list(middle_grades([1, 2, 0, 1, 0, 1])) == [1, 1, 3, 0, 5]


TICKS = Question("approval", (4, 7), 4)
RANKS = Question("schulze", (4, 7), 4)
BUDGET = Question("greedy", (4, 7, 9), 4, settings={"budget": "10"})


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ('{"ticks":[7,4]}', TICKS),
        ('{"ticks":[4,4]}', TICKS),
        ('{"ticks":[5]}', TICKS),
        ('{"ticks":[]}', TICKS),
        ('{"ticks":[true]}', TICKS),
        ('{"ticks": [4]}', TICKS),
        ('{"ticks":[4],"ticks":[7]}', TICKS),
        ('{"ranking":[[4]]}', TICKS),
        ('{"ranking":[[4],[]]}', RANKS),
        ('{"ranking":[[4],[4]]}', RANKS),
        ('{"ticks":[4,7]}', BUDGET),
        ("[]", TICKS),
    ],
)
def test_a_ballot_that_the_rule_does_not_allow_is_refused(text: str, question: Question) -> None:
    with pytest.raises(Faulty):
        read_ballot(text, question)


def test_an_abstention_is_a_ballot_without_a_choice() -> None:
    assert read_ballot('{"abstain":true}', TICKS) is None
