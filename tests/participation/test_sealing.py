"""Envelopes and notes: what opens them, what does not, and how long they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pytest_django import Settings

from participation.ballots.sealing import (
    Unreadable,
    new_keys,
    open_ballot,
    open_undo,
    padded_length,
    seal_ballot,
    seal_undo,
    unwrap,
)
from portal.errors import NotNow

SLOT, OTHER = b"s" * 32, b"o" * 32


@given(some.text(max_size=60))
def test_what_was_sealed_is_opened(text: str) -> None:
    public, wrapped = new_keys(7)
    sealed = seal_ballot(public, 7, SLOT, text, 320)
    assert open_ballot(unwrap(7, wrapped), 7, SLOT, sealed) == text


@pytest.mark.parametrize(("vote", "slot"), [(8, SLOT), (7, OTHER)])
def test_envelope_opens_in_its_own_vote_and_slot_only(vote: int, slot: bytes) -> None:
    public, wrapped = new_keys(7)
    sealed = seal_ballot(public, 7, SLOT, "text", 64)
    with pytest.raises(Unreadable):
        open_ballot(unwrap(7, wrapped), vote, slot, sealed)


def test_key_of_another_vote_opens_nothing() -> None:
    public, _wrapped = new_keys(7)
    _public, other = new_keys(7)
    with pytest.raises(Unreadable):
        open_ballot(unwrap(7, other), 7, SLOT, seal_ballot(public, 7, SLOT, "text", 64))


@pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 32, b"x" * 112])
def test_rubbish_is_unreadable(sealed: bytes) -> None:
    _public, wrapped = new_keys(7)
    with pytest.raises(Unreadable):
        open_ballot(unwrap(7, wrapped), 7, SLOT, sealed)


def test_wrapped_key_is_bound_to_its_vote() -> None:
    _public, wrapped = new_keys(7)
    with pytest.raises(NotNow):
        unwrap(8, wrapped)


def test_same_text_is_sealed_differently_each_time() -> None:
    public, _wrapped = new_keys(7)
    assert len({seal_ballot(public, 7, SLOT, "text", 64) for _ in range(20)}) == 20


@given(some.integers(0, 2000), some.integers(0, 2000))
def test_all_texts_up_to_the_longest_give_one_length(one: int, other: int) -> None:
    public, _wrapped = new_keys(7)
    length = padded_length(max(one, other))
    assert length % 64 == 0
    sizes = {len(seal_ballot(public, 7, SLOT, "x" * size, length)) for size in (one, other)}
    assert sizes == {length + 48}


def test_text_that_is_too_long_is_not_cut_off() -> None:
    public, _wrapped = new_keys(7)
    with pytest.raises(ValueError, match="longer than the longest"):
        seal_ballot(public, 7, SLOT, "x" * 61, 64)


def test_note_names_its_slot_for_its_own_voter_only() -> None:
    public, wrapped = new_keys(7)
    note = seal_undo(public, 7, b"voter", SLOT)
    assert open_undo(unwrap(7, wrapped), 7, b"voter", note) == SLOT
    with pytest.raises(Unreadable):
        open_undo(unwrap(7, wrapped), 7, b"another", note)


def test_site_without_a_ballot_key_says_so(settings: Settings) -> None:
    settings.BALLOT_KEY = ""
    with pytest.raises(NotNow, match="ballot key is missing"):
        new_keys(7)
