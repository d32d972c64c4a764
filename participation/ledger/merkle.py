"""Merkle trees with the shape of RFC 6962 (section 2.1; RFC 9162, section 2.1), SHA-256.

Functions take *hashes*, not data: leaf hashes, or the roots of neighbouring full subtrees of one
size (a power of two) with a smaller one last; the tree over either is the same. Proofs are made
here and checked by participation.verifier.merkle, which shares no code with this module.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data), 32 bytes."""
    return sha256(b"\x00" + data).digest()


def ballot_leaf(content: str, nonce: bytes) -> bytes:
    """The leaf hash of an opened ballot in the count's tree: over its text and its nonce."""
    return leaf_hash(f"{content}\n{nonce.hex()}".encode())


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    # A node without a neighbour goes up as it is: this gives the RFC's tree, level by level.
    pairs = zip(level[::2], level[1::2], strict=False)
    up = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    if len(level) % 2:
        up.append(level[-1])
    return up


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over `hashes`; of none, SHA-256 of nothing. 200,000 take about 0.2 s."""
    level = hashes
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else EMPTY


def inclusion(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """The audit path of the leaf at `index` (from 0), its neighbour first (section 2.1.1).

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(hashes):
        raise IndexError(index)
    path = []
    level = hashes
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            path.append(level[beside])
        level = _above(level)
        index //= 2
    return path


def split(size: int) -> int:
    """How many leaves the left branch of a tree of `size` > 1 has: the RFC's k."""
    return 1 << ((size - 1).bit_length() - 1)


def consistency(first: int, hashes: Sequence[bytes]) -> list[bytes]:
    """The proof that the tree over `hashes` begins with the one over its `first` (section 2.1.2).

    Raises IndexError unless 0 < first <= len(hashes).
    """
    return consistency_by(first, len(hashes), lambda low, high: root(hashes[low:high]))


def consistency_by(first: int, size: int, span: Callable[[int, int], bytes]) -> list[bytes]:
    """As consistency, for a tree of `size` leaves; span(low, high): the root over these leaves."""
    if not 0 < first <= size:
        raise IndexError(first)
    low, high, whole = 0, size, True
    path: list[bytes] = []
    # Downwards from the root; each step leaves one branch out and names its root.
    while first != high:
        middle = low + split(high - low)
        if first <= middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(span(low, high))
    return path[::-1]
