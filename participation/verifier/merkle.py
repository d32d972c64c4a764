"""Trees over lists (RFC 6962, section 2): one root stands for every leaf and its place.

A leaf is SHA-256(0x00 | data), a node SHA-256(0x01 | left | right), so nobody can find other data,
or the same in another order, for a root that was seen before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf, 32 bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash that stands for two."""
    return sha256(b"\x01" + left + right).digest()


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The root over the first `size` leaf hashes, for each of `sizes` (ascending, no more than
    there are leaves), in one pass.
    """
    wanted = iter(sizes)
    goal = next(wanted, None)
    # Roots of the full subtrees so far, the largest first, with their sizes.
    peaks: list[tuple[int, bytes]] = []
    if goal == 0:
        yield 0, sha256(b"").digest()
        goal = next(wanted, None)
    for number, leaf in enumerate(leaves, 1):
        size, top = 1, leaf
        while peaks and peaks[-1][0] == size:
            top = node_hash(peaks.pop()[1], top)
            size *= 2
        peaks.append((size, top))
        if number == goal:
            yield number, _joined(peaks)
            goal = next(wanted, None)


def _joined(peaks: Sequence[tuple[int, bytes]]) -> bytes:
    top = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        top = node_hash(left, top)
    return top


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over all leaf hashes."""
    return next(root for _, root in roots_at(leaves, [len(leaves)]))


def inclusion_holds(leaf: bytes, place: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the audit path leads from a leaf hash at `place` (from 0) to the root of `size`
    leaves (RFC 9162, 2.1.3.2).
    """
    if not 0 <= place < size:
        return False
    at, last, top = place, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            top = node_hash(step, top)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            top = node_hash(top, step)
        at, last = at >> 1, last >> 1
    return last == 0 and top == root


def consistency_holds(
    size: int, root: bytes, later_size: int, later_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the later tree begins with every leaf of the earlier one (RFC 9162, 2.1.4.2)."""
    if size == later_size:
        return root == later_root and not path
    if not 0 < size < later_size or not path:
        return False
    steps = list(path)
    if size & (size - 1) == 0:
        steps.insert(0, root)
    at, last = size - 1, later_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == root and new == later_root
