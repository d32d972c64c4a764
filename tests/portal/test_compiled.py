"""The folder of compiled loops: one for each state of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.compiled import compiled_folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    room = tmp_path / "checkout" / "twin" / "analyses" / "noise"
    room.mkdir(parents=True)
    (room / "kernel.py").write_text("A = 1\n")
    return tmp_path / "checkout"


def test_the_same_code_finds_the_same_folder(tmp_path: Path, checkout: Path) -> None:
    folder = compiled_folder(tmp_path / "c", checkout)
    (folder / "kernel.nbi").write_text("")
    assert compiled_folder(tmp_path / "c", checkout) == folder
    assert (folder / "kernel.nbi").exists()


def test_other_code_finds_another_folder_and_the_old_one_is_gone(
    tmp_path: Path, checkout: Path
) -> None:
    old = compiled_folder(tmp_path / "c", checkout)
    (checkout / "twin" / "analyses" / "noise" / "kernel.py").write_text("A = 2\n")
    new = compiled_folder(tmp_path / "c", checkout)
    assert (new != old, new.exists(), old.exists()) == (True, True, False)


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path, checkout: Path) -> None:
    (tmp_path / "c").write_text("")
    assert not compiled_folder(tmp_path / "c", checkout).exists()
