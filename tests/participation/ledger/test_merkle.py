"""The log's tree against the vectors of certificate transparency, and its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.ledger import merkle
from participation.verifier.merkle import consistency_holds, inclusion_holds

# RFC 6962 test data of the certificate-transparency project (merkle_tree_test, 2013): the data of
# eight leaves, the roots over the first 0…8, and paths and proofs as published there.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", bytes(range(96, 112)).hex()]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PROOFS = {
    (1, 1): [],
    (1, 8): PATHS[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = [merkle.leaf_hash(bytes.fromhex(data)) for data in DATA]
sizes = st.integers(1, 300)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % place) for place in range(size)]


def by_the_book(hashes: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 word by word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else merkle.EMPTY
    at = 1
    while at * 2 < len(hashes):
        at *= 2
    return merkle.node_hash(by_the_book(hashes[:at]), by_the_book(hashes[at:]))


@pytest.mark.parametrize("size", range(9))
def test_a_root_is_the_published_one(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_an_audit_path_is_the_published_one(index: int, size: int) -> None:
    path = merkle.inclusion(index, LEAVES[:size])
    assert [step.hex() for step in path] == PATHS[index, size]


@pytest.mark.parametrize(("first", "second"), PROOFS)
def test_a_consistency_proof_is_the_published_one(first: int, second: int) -> None:
    proof = merkle.consistency(first, LEAVES[:second])
    assert [step.hex() for step in proof] == PROOFS[first, second]


@given(sizes)
def test_the_fast_root_is_that_of_the_definition(size: int) -> None:
    assert merkle.root(leaves(size)) == by_the_book(leaves(size))


@given(sizes, st.sampled_from([1, 2, 4, 64, 256]))
def test_the_tree_over_full_subtrees_is_the_tree_over_leaves(size: int, width: int) -> None:
    hashes = leaves(size)
    tops = [merkle.root(hashes[at : at + width]) for at in range(0, size, width)]
    assert merkle.root(tops) == merkle.root(hashes)


@given(sizes, st.data())
def test_a_path_proves_its_leaf_and_no_other_place_size_or_root(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path, top = merkle.inclusion(index, hashes), merkle.root(hashes)
    assert inclusion_holds(hashes[index], index, size, path, top)
    assert inclusion_holds(hashes[index], other, size, path, top) == (other == index)
    assert not inclusion_holds(merkle.leaf_hash(b"x"), index, size, path, top)
    assert not inclusion_holds(hashes[index], index, size, [*path, top], top)
    assert not path or not inclusion_holds(hashes[index], index, size, path[:-1], top)
    assert not inclusion_holds(hashes[index], size, size, path, top)


@given(sizes, st.data())
def test_a_longer_log_proves_that_it_begins_with_the_shorter(
    size: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, size))
    hashes = leaves(size)
    proof = merkle.consistency(first, hashes)
    old, new = merkle.root(hashes[:first]), merkle.root(hashes)
    assert consistency_holds(first, old, size, new, proof)
    changed = data.draw(st.integers(0, first - 1))
    other = merkle.root([*hashes[:changed], merkle.leaf_hash(b"x"), *hashes[changed + 1 : first]])
    assert not consistency_holds(first, other, size, new, proof)
    assert not consistency_holds(first, old, size, merkle.leaf_hash(b"x"), proof)
    assert not consistency_holds(first, old, size, new, [*proof, new])


def test_a_proof_from_nothing_or_backwards_is_refused() -> None:
    top = merkle.root(LEAVES)
    assert not consistency_holds(0, merkle.EMPTY, 8, top, [])
    assert not consistency_holds(8, top, 6, merkle.root(LEAVES[:6]), [])
    assert not consistency_holds(6, merkle.root(LEAVES[:6]), 8, top, [])


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_path_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        merkle.inclusion(index, LEAVES)


@pytest.mark.parametrize("first", [0, 9])
def test_there_is_no_proof_for_a_size_that_was_not(first: int) -> None:
    with pytest.raises(IndexError):
        merkle.consistency(first, LEAVES)
