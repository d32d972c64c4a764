"""The tree of a log in two storeys, so that a proof or a new root need not read every leaf.

Roots of full subtrees of 256 leaves never change; they lie in the cache, from where they may
vanish at any moment, and are believed only if they lead to the root that was signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from participation.ledger import merkle
from participation.models import LogEvent

WIDTH = 256
_HASH = 32
_KEEP_S = 7 * 24 * 3600


class BrokenLog(RuntimeError):
    """The events in the database do not lead to the root that was signed over them."""


@dataclass(frozen=True)
class Tree:
    """full: roots of the full subtrees of 256 leaves; rest: hashes of the leaves after them."""

    consultation_id: int
    full: list[bytes]
    rest: list[bytes]

    @property
    def size(self) -> int:
        """How many leaves."""
        return len(self.full) * WIDTH + len(self.rest)

    @property
    def tops(self) -> list[bytes]:
        """The upper storey: the tree over these is the tree over the leaves."""
        return [*self.full, merkle.root(self.rest)] if self.rest else self.full

    def root(self) -> bytes:
        """The root over all leaves."""
        return merkle.root(self.tops)

    def grown(self, new: Sequence[bytes]) -> Tree:
        """With the leaf hashes `new` at the end."""
        loose = [*self.rest, *new]
        whole = len(loose) - len(loose) % WIDTH
        return Tree(self.consultation_id, [*self.full, *_roots(loose[:whole])], loose[whole:])

    def inclusion(self, index: int) -> list[bytes]:
        """The audit path of the leaf at `index`."""
        chunk = index // WIDTH
        low = chunk * WIDTH
        beside = leaves(self.consultation_id, low, min(low + WIDTH, self.size))
        return merkle.inclusion(index - low, beside) + merkle.inclusion(chunk, self.tops)

    def consistency(self, first: int) -> list[bytes]:
        """The proof that this tree begins with its first `first` leaves."""
        return merkle.consistency_by(first, self.size, self._span)

    def _span(self, low: int, high: int) -> bytes:
        # Branches of a full subtree's size or more begin where a subtree does.
        if low % WIDTH == 0 and (high % WIDTH == 0 or high == self.size):
            return merkle.root(self.tops[low // WIDTH : -(-high // WIDTH)])
        return merkle.root(leaves(self.consultation_id, low, high))


def leaves(consultation_id: int, low: int, high: int) -> list[bytes]:
    """Leaf hashes of the places low … high - 1."""
    rows = LogEvent.objects.filter(
        consultation_id=consultation_id, place__gte=low, place__lt=high
    ).order_by("place")
    return [merkle.leaf_hash(bytes(one)) for one in rows.values_list("commitment", flat=True)]


def read_tree(consultation_id: int, size: int, root: bytes) -> Tree:
    """The tree whose root of `size` was signed; raises BrokenLog when the events do not give it."""
    whole = size - size % WIDTH
    rest = leaves(consultation_id, whole, size)
    kept = cache.get(_name(consultation_id)) or b""
    tree = Tree(consultation_id, _cut(kept)[: whole // WIDTH], rest)
    if tree.size == size and tree.root() == root:
        return tree
    tree = Tree(consultation_id, _roots(leaves(consultation_id, 0, whole)), rest)
    if tree.size != size or tree.root() != root:
        raise BrokenLog(f"log of consultation {consultation_id} at size {size}")
    keep(tree)
    return tree


def keep(tree: Tree) -> None:
    """Remember the full subtrees."""
    cache.set(_name(tree.consultation_id), b"".join(tree.full), _KEEP_S)


def _name(consultation_id: int) -> str:
    return f"log:{consultation_id}"


def _roots(hashes: Sequence[bytes]) -> list[bytes]:
    return [merkle.root(hashes[at : at + WIDTH]) for at in range(0, len(hashes), WIDTH)]


def _cut(joined: bytes) -> list[bytes]:
    return [joined[at : at + _HASH] for at in range(0, len(joined), _HASH)]
