"""Merkle trees with the shape of RFC 6962 (section 2.1; RFC 9162, section 2.1), SHA-256.

Functions take *hashes*, not data: leaf hashes, or the roots of neighbouring full subtrees of one
size (a power of two) with a smaller one last; the tree over either is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data), 32 bytes."""
    return sha256(b"\x00" + data).digest()


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


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to; None when its length does not fit.

    leaf: a leaf hash. RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if place % 2 or place == last:
            found = node_hash(beside, found)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, beside)
        place, last = place // 2, last // 2
    return found if last == 0 else None


def holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Whether `path` proves that the leaf hash stands at `index` of the tree with root `top`."""
    return root_of_path(leaf, index, size, path) == top


def extends(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether `path` proves that the tree of `second` leaves begins with the one of `first`.

    RFC 9162, section 2.1.4.2; an empty first tree has no proof and is refused.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    rest = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not rest:
        return False
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = rest[0]
    for beside in rest[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            new = node_hash(new, beside)
        place, last = place // 2, last // 2
    return last == 0 and old == first_root and new == second_root
