"""A disk that is really full: no half file is trusted later, and there is a next time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from participation.bench.faults.disks import fill, small_disk
from portal import artefacts
from tests.twin.small_city import freeze_small_city
from tests.twin.tiny_tiled import Tiled, TinyTiled
from twin import state
from twin.analyses.catalogue import ANALYSES
from twin.models import OperatorTile
from twin.runs import operators, tiling
from twin.runs.operators.shelf import MISSING, Shelf

LARGE = b"half of it fits, all of it does not. " * 2_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty disk of 4 MB."""
    with small_disk(tmp_path / "disk") as found:
        if found is None:
            pytest.skip("nobody may mount a disk here: it takes root, and the right to")
        yield found


@pytest.fixture
def store(disk: Path, settings: Any) -> Path:
    """The artefact store on the small disk."""
    settings.ARTEFACT_DIR = disk
    held = {"BACKEND": "portal.artefacts.WholeFiles", "OPTIONS": {"location": str(disk)}}
    settings.STORAGES = {**settings.STORAGES, "artefacts": held}
    return disk


def test_an_artefact_that_finds_no_room_leaves_nothing_of_itself(store: Path) -> None:
    filler = fill(store)
    with pytest.raises(OSError, match="No space left"):
        artefacts.keep("bundles/1.zip", LARGE)
    assert [path.name for path in store.rglob("*") if path.is_file()] == ["filler"]
    filler.unlink()
    artefacts.keep("bundles/1.zip", LARGE)
    assert (store / "bundles" / "1.zip").read_bytes() == LARGE


def test_an_artefact_that_finds_no_room_leaves_the_one_before(store: Path) -> None:
    artefacts.keep("heads", b"of yesterday")
    fill(store)
    with pytest.raises(OSError, match="No space left"):
        artefacts.keep("heads", LARGE)
    assert (store / "heads").read_bytes() == b"of yesterday"


def test_an_operator_that_finds_no_room_is_made_again_when_there_is(disk: Path) -> None:
    shelf, operator = Shelf(disk, 10**9), np.arange(100_000.0)
    filler = fill(disk)
    assert not shelf.put("ab", operator)
    assert shelf.get("ab") is MISSING
    assert os.listdir(disk) == ["filler"]
    filler.unlink()
    assert shelf.put("ab", operator)
    assert np.array_equal(shelf.get("ab"), operator)


def test_a_turn_is_taken_on_a_full_disk_too(disk: Path) -> None:
    fill(disk, leave=0)
    with Shelf(disk / "operators", 10**9).turn("ab", lambda: None):
        assert not Shelf(disk / "operators", 10**9).put("ab", np.arange(10.0))


@pytest.mark.django_db(transaction=True)
def test_a_tile_that_finds_no_room_is_still_to_do(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ANALYSES, "_items", {TinyTiled.name: TinyTiled()})
    version = freeze_small_city()
    filler = fill(store, leave=0)

    def together() -> Any:
        asked = Tiled(pause_s=0.0)
        return tiling.prepare_together(
            TinyTiled(), version, state.load(version), asked, lambda share, text: None
        )

    with pytest.raises(OSError, match="No space left"):
        together()
    assert not OperatorTile.objects.filter(done=True).exists()
    filler.unlink()
    alone = TinyTiled().prepare(state.load(version), Tiled(), lambda share, text: None)
    assert np.array_equal(together().values, alone.values)


@pytest.mark.django_db(transaction=True)
def test_tiles_that_cannot_be_read_for_want_of_room_are_not_made_again_without_end(
    store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ANALYSES, "_items", {TinyTiled.name: TinyTiled()})
    version = freeze_small_city()
    with small_disk(tmp_path / "temporary") as full:
        assert full is not None
        fill(full, leave=0)
        monkeypatch.setattr("tempfile.tempdir", str(full))
        with pytest.raises(OSError, match="No space left"):
            tiling.prepare_together(
                TinyTiled(),
                version,
                state.load(version),
                Tiled(pause_s=0.0),
                lambda share, text: None,
            )


@pytest.mark.django_db
def test_a_city_that_finds_no_room_is_not_frozen(store: Path) -> None:
    from twin.models import TwinVersion

    filler = fill(store, leave=0)
    with pytest.raises(OSError, match="No space left"):
        freeze_small_city()
    assert not TwinVersion.objects.exists()
    filler.unlink()
    version = freeze_small_city()
    operators.forget()
    assert state.load(version).digest == version.digest
