"""The log of ballot events: what its roots and receipts were signed as, and whether they hold."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from participation.verifier.ballots import Faulty
from participation.verifier.ed25519 import signature_holds
from participation.verifier.merkle import consistency_holds, inclusion_holds, leaf_hash, roots_at

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def root_text(root: Mapping[str, Any]) -> bytes:
    """What is signed of a root (a C2SP checkpoint, with its time); raises Faulty."""
    try:
        lines = [
            str(root["origin"]),
            str(int(root["size"])),
            base64.b64encode(bytes.fromhex(root["root"])).decode(),
            str(root["signed_at"]),
            *(["final"] if root["final"] is True else []),
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise Faulty(f"this signed root cannot be read ({error})") from None
    if any("\n" in line for line in lines):
        raise Faulty("this signed root cannot be read (a line too many)")
    return "".join(f"{line}\n" for line in lines).encode()


def root_signed(root: Mapping[str, Any], key: bytes) -> bool:
    """Whether the holder of the key signed this root."""
    try:
        return signature_holds(key, root_text(root), bytes.fromhex(str(root["signature"])))
    except (KeyError, ValueError):
        return False


def roots_wrong(
    roots: Sequence[Mapping[str, Any]], commitments: Sequence[bytes], key: bytes, origin: str
) -> list[str]:
    """What is wrong with signed roots, laid beside the log itself, in words."""
    wrong = []
    sizes = [root.get("size") for root in roots if isinstance(root, dict)]
    if len(sizes) < len(roots) or not all(type(size) is int and size >= 0 for size in sizes):
        return ["a signed root has no size"]
    leaves = [leaf_hash(commitment) for commitment in commitments]
    wanted = sorted({int(str(size)) for size in sizes if int(str(size)) <= len(leaves)})
    rebuilt = dict(roots_at(leaves, wanted))
    for root in roots:
        size = root["size"]
        if root.get("origin") != origin:
            wrong.append(f"the root at {size} is of another vote: {root.get('origin')!r}")
        elif not root_signed(root, key):
            wrong.append(f"the root at {size} is not signed with the key of this bundle")
        elif size not in rebuilt:
            wrong.append(f"a root was signed at {size} events, but the log has {len(leaves)}")
        elif rebuilt[size].hex() != root["root"]:
            wrong.append(f"the log's first {size} events are not those that were signed")
    return wrong


def own_roots_wrong(
    roots: Sequence[Mapping[str, Any]], proofs: Sequence[Sequence[bytes]], events: int
) -> list[str]:
    """What is wrong with the order of the bundle's roots and the proofs between them."""
    sizes = [root["size"] for root in roots]
    if not events and not roots and not proofs:
        return []
    wrong = []
    if sizes != sorted(set(sizes)) or not sizes or sizes[-1] != events:
        wrong.append("the signed roots do not go up to the last event, each once, in order")
    if [root["final"] for root in roots] != [False] * (len(roots) - 1) + [True]:
        wrong.append("not the last root, and it alone, is signed as final")
    times = [root["signed_at"] for root in roots]
    if times != sorted(times):
        wrong.append("a root is dated before one that it goes on from")
    if len(proofs) != max(0, len(roots) - 1):
        return [*wrong, "there is not one proof between every two roots"]
    for one, other, proof in zip(roots, roots[1:], proofs, strict=False):
        held = consistency_holds(
            one["size"],
            bytes.fromhex(one["root"]),
            other["size"],
            bytes.fromhex(other["root"]),
            proof,
        )
        if not held:
            wrong.append(f"no proof that the root at {other['size']} goes on from {one['size']}")
    return wrong


def code_of(commitment: bytes) -> str:
    """The receipt's code: the first 80 bits in Crockford's base 32, 16 characters."""
    number = int.from_bytes(commitment[:10], "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(75, -5, -5))


def typed_code(text: str) -> str:
    """A code as it was printed: spaces, hyphens and small letters do not matter; O is 0, I, L 1."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    return signs.translate(str.maketrans("OIL", "011"))


def receipt_wrong(
    receipt: Mapping[str, Any], commitments: Sequence[bytes], key: bytes, origin: str
) -> list[str]:
    """What is wrong with a receipt's file, laid beside the log; raises Faulty when unreadable."""
    wrong = receipt_wrong_in_itself(receipt)
    commitment = bytes.fromhex(receipt["commitment"])
    if receipt["origin"] != origin:
        wrong.append(f"it is of another vote: {receipt['origin']!r}")
    if receipt["public_key"] != key.hex():
        wrong.append("it names another key than the bundle")
    if "root" in receipt:
        place = receipt["place"]
        wrong += roots_wrong([receipt["root"]], commitments, key, origin)
        if commitments[place : place + 1] != [commitment]:
            wrong.append("its event does not stand at its place in the log")
    if commitment not in commitments:
        wrong.append("its event is not in the log: it was dropped")
    return wrong


def receipt_wrong_in_itself(receipt: Mapping[str, Any]) -> list[str]:
    """What is wrong with a receipt's file by itself, with the key that it names; raises Faulty."""
    try:
        commitment, key = bytes.fromhex(receipt["commitment"]), bytes.fromhex(receipt["public_key"])
        origin, wrong = str(receipt["origin"]), []
        if typed_code(receipt["code"]) != code_of(commitment):
            wrong.append("its code is not that of its event")
        if "root" not in receipt:
            text = f"civic-twin promise v1\n{origin}\n{commitment.hex()}\n".encode()
            if not signature_holds(key, text, bytes.fromhex(receipt["promise"])):
                wrong.append("its promise is not signed with the key it names")
            return wrong
        root, path = receipt["root"], [bytes.fromhex(step) for step in receipt["path"]]
        top = bytes.fromhex(root["root"])
        if not inclusion_holds(
            leaf_hash(commitment), int(receipt["place"]), int(root["size"]), path, top
        ):
            wrong.append("its path does not lead to its root")
        if root["origin"] != origin or not root_signed(root, key):
            wrong.append("its root is not signed for this vote with the key it names")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Faulty(f"something in it is missing or wrong ({error})") from None
    return wrong
