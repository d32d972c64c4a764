"""What is kept is whole: a name, a file, a digest."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from portal.artefacts import STALE_PART_S, whole_file


def test_a_file_gets_its_name_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "some" / "file"
    with whole_file(path) as file:
        file.write(b"first half, ")
        assert not path.exists()
        file.write(b"second half")
    assert path.read_bytes() == b"first half, second half"


def test_a_failure_in_the_middle_leaves_what_lay_there_before(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    with contextlib.suppress(OSError), whole_file(path) as file:
        file.write(b"half")
        raise OSError("the disk is full")
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["file"]


def test_what_a_killed_program_left_is_cleared_away_later(tmp_path: Path) -> None:
    old, young = tmp_path / ".old.part", tmp_path / ".young.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (0, os.stat(old).st_mtime - STALE_PART_S - 1))
    with whole_file(tmp_path / "file") as file:
        file.write(b"whole")
    assert (old.exists(), young.exists()) == (False, True)
