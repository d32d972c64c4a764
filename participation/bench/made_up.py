"""A counted vote made up from ballots alone, with its log and signed roots, without a database."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from participation.bundles.contents import Counted, pack
from participation.ledger import merkle
from participation.ledger.signing import moment, origin, root_text
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from participation.verifier.merkle import roots_at

SLUG = "made-up"
BLOCK = 50
BEGAN = datetime(2026, 11, 2, 8, tzinfo=UTC)


def signer(seed: str = "made up") -> tuple[bytes, Callable[[bytes], bytes]]:
    """A public key, and what signs with it; the same for the same seed."""
    key = Ed25519PrivateKey.from_private_bytes(sha256(seed.encode()).digest())
    return key.public_key().public_bytes_raw(), key.sign


def made_up(
    rule: str,
    choices: Sequence[Choice],
    settings: Mapping[str, Any],
    texts: Sequence[str],
    rng: random.Random,
) -> Counted:
    """A vote in which these canonical texts were cast; some voters changed their mind."""
    public, sign = signer()
    replaced, withdrawn = len(texts) // 9, len(texts) // 60
    events = len(texts) + replaced + withdrawn
    commitments = [rng.randbytes(32) for _ in range(events)]
    rows = dict(Counter(texts))
    tally = RULES[rule].count(rows, choices, settings)
    return Counted(
        origin=origin(SLUG),
        slug=SLUG,
        about={"question": {"en": "Made up?"}},
        rule=rule,
        settings=RULES[rule].filled(settings),
        options=[
            {
                "id": one.id,
                "name": {"en": f"Option {one.id}"},
                "cost": None if one.cost is None else str(one.cost),
                "is_baseline": one.is_baseline,
            }
            for one in choices
        ],
        facts={
            "events": events,
            "ballots": len(texts),
            "replaced": replaced,
            "withdrawn": withdrawn,
            "unreadable": 0,
            "abstentions": tally.abstentions,
            "spoilt": 1,
            "channels": {"web": len(texts)},
        },
        commitments=commitments,
        roots=signed_roots(commitments, sign),
        ballots=[(text, rng.randbytes(16)) for text in texts],
        tally=json.loads(tally.to_json()),
        public_key=public,
        counted_at=moment(BEGAN + timedelta(days=20)),
    )


def signed_roots(
    commitments: Sequence[bytes], sign: Callable[[bytes], bytes]
) -> list[dict[str, Any]]:
    """A root after every block of 50, and the last."""
    leaves = [merkle.leaf_hash(one) for one in commitments]
    sizes = sorted({*range(BLOCK, len(leaves), BLOCK), len(leaves)})
    return [
        _signed(size, root, size == len(leaves), sign) for size, root in roots_at(leaves, sizes)
    ]


def _signed(size: int, root: bytes, final: bool, sign: Callable[[bytes], bytes]) -> dict[str, Any]:
    at = BEGAN + timedelta(minutes=size)
    return {
        "consultation": SLUG,
        "origin": origin(SLUG),
        "size": size,
        "root": root.hex(),
        "signed_at": moment(at),
        "signature": sign(root_text(SLUG, size, root, final, at)).hex(),
        "final": final,
    }


def packed(counted: Counted) -> bytes:
    """The bundle of a vote that was made up."""
    return pack(counted, signer()[1], lambda manifest: {"README.txt": "Made up.\n"})


def priced(options: int, rng: random.Random) -> list[Choice]:
    """Options with costs of 20,000 to 500,000, the first of them keep-as-is."""
    costs = [Fraction(rng.randint(20, 500) * 1_000) for _ in range(options)]
    return [
        Choice(at + 1, None if at == 0 else cost, at == 0)
        for at, cost in enumerate([costs[0], *costs])
    ]
