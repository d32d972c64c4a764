"""Rare ballots, which the public does not see, add up for a scrutineer who is given them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from participation.bundles import build_bundle, open_bundle, rare_ballots
from participation.models import Consultation, Option
from participation.results import count_box
from portal.errors import NotAllowed
from portal.models import AuditEntry, User
from tests.participation.bundles.running import run_verifier
from tests.participation.voting import cast, close_and_open


@pytest.fixture
def counted(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> Consultation:
    """Eighteen tick A, eight B, two A and B, one C: the three rare ones take B along."""
    a, b, c = (one.pk for one in options)
    ticked = [*[[a]] * 18, *[[b]] * 8, *[[a, b]] * 2, [c]]
    for voter, ticks in zip(make_voters(len(ticked)), ticked, strict=True):
        cast(voter, question, ticks)
    close_and_open(question)
    count_box(question.pk)
    return question


@pytest.fixture
def folder(counted: Consultation, tmp_path: Path) -> Path:
    """Its bundle, unpacked."""
    stored = open_bundle(build_bundle(counted.pk))
    assert stored is not None
    with stored, zipfile.ZipFile(stored) as archive:
        archive.extractall(tmp_path / "bundle")
    return tmp_path / "bundle"


def _answer(folder: Path, lines: str) -> tuple[int, str]:
    (folder.parent / "rare.txt").write_text(lines)
    return run_verifier(folder, "--rest", str(folder.parent / "rare.txt"))


def test_the_list_has_the_fingerprints_and_the_sums_of_the_bundle(
    counted: Consultation, folder: Path, official: User
) -> None:
    lines = rare_ballots(actor=official, consultation=counted)
    code, said = _answer(folder, lines)
    assert (code, lines.count("\n"), "add up to its sums" in said) == (0, 11, True)


def test_a_list_that_leaves_one_out_is_told(
    counted: Consultation, folder: Path, official: User
) -> None:
    lines = rare_ballots(actor=official, consultation=counted).splitlines(keepends=True)
    code, said = _answer(folder, "".join(lines[1:]))
    assert (code, "these are not the ballots" in said) == (1, True)


def test_that_it_was_taken_is_written_down(counted: Consultation, official: User) -> None:
    rare_ballots(actor=official, consultation=counted)
    entry = AuditEntry.objects.get(act="count.rare")
    assert (entry.actor, entry.done) == (official, {"ballots": 11})


def test_a_resident_does_not_get_it(counted: Consultation, resident: User) -> None:
    with pytest.raises(NotAllowed):
        rare_ballots(actor=resident, consultation=counted)


def test_the_page_gives_it_to_officials_only(
    counted: Consultation, folder: Path, client: Client, official: User
) -> None:
    page, where = f"/c/{counted.slug}/count/", f"/c/{counted.slug}/count/scrutiny/"
    assert where not in client.get(page).content.decode()
    assert client.post(where).status_code in (302, 403)
    client.force_login(official)
    assert where in client.get(page).content.decode()
    assert client.post(where).content.count(b"\n") == 11
