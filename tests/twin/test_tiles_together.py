"""An operator made in tiles by real workers: the same bytes as by one, whatever dies on the way."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.twin.small_city import freeze_small_city
from tests.twin.tiny_tiled import Tiled, TinyTiled
from twin import runs, scenarios, state
from twin.analyses.catalogue import ANALYSES
from twin.models import AnalysisRun, OperatorTile, TwinVersion
from twin.runs import operators, tiling
from twin.runs.operators import write_operator

pytestmark = pytest.mark.django_db(transaction=True)
INCLUDE = "tests.twin.tiny_tiled"


@pytest.fixture(autouse=True)
def _tiled(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.OPERATOR_DIR = tmp_path
    settings.TILE_ABOVE_BUILDINGS = -1
    monkeypatch.setattr(ANALYSES, "_items", {TinyTiled.name: TinyTiled()})
    operators.forget()
    yield
    tiling.clear_tiles(after_s=-1)


@pytest.fixture
def version() -> TwinVersion:
    return freeze_small_city()


def content(operator: Any) -> bytes:
    file = io.BytesIO()
    write_operator(operator, file)
    return file.getvalue()


def alone(version: TwinVersion) -> bytes:
    return content(TinyTiled().prepare(state.load(version), Tiled(), quiet))


def together(version: TwinVersion, pause_s: float = 0.0) -> bytes:
    asked = Tiled(pause_s=pause_s)
    made = tiling.prepare_together(TinyTiled(), version, state.load(version), asked, quiet)
    return content(made)


def quiet(share: float, text: str) -> None:
    """Nobody listens."""


@pytest.mark.parametrize("helping", [True, False])
def test_tiles_of_several_workers_make_the_same_bytes_as_one_process(
    start_worker: Callable[..., Any],
    version: TwinVersion,
    monkeypatch: pytest.MonkeyPatch,
    helping: bool,
) -> None:
    start_worker(INCLUDE)
    if not helping:
        # This process only joins: every tile comes from the worker.
        monkeypatch.setattr(tiling, "compute_tile", lambda row_id: False)
    assert together(version, pause_s=0.2) == alone(version)


def test_a_run_whose_city_is_large_is_prepared_in_tiles(version: TwinVersion) -> None:
    run = runs.request_run(actor=None, scenario=scenarios.baseline(version), analysis="tiny_tiled")
    assert runs.execute(run.pk)
    # 24 streets of 100 m.
    assert AnalysisRun.objects.get().indicators.get().central == pytest.approx(240.0)
    assert OperatorTile.objects.filter(done=True).count() == 6


def test_a_small_city_is_prepared_by_one_process(version: TwinVersion, settings: Any) -> None:
    settings.TILE_ABOVE_BUILDINGS = 10
    run = runs.request_run(actor=None, scenario=scenarios.baseline(version), analysis="tiny_tiled")
    assert runs.execute(run.pk)
    assert OperatorTile.objects.count() == 0


def test_a_tile_done_twice_is_done_once(version: TwinVersion) -> None:
    together(version)
    row = OperatorTile.objects.first()
    assert row is not None
    assert not runs.compute_tile(row.pk)


def test_a_tile_that_someone_has_is_left_to_them(version: TwinVersion) -> None:
    together(version)
    OperatorTile.objects.update(done=False)
    row = OperatorTile.objects.order_by("number")[0]
    with transaction.atomic():
        OperatorTile.objects.select_for_update().get(pk=row.pk)
        held = _elsewhere(lambda: runs.compute_tile(row.pk))
    assert held is False
    assert runs.compute_tile(row.pk)


def _elsewhere(work: Callable[[], Any]) -> Any:
    """The answer of `work` on another thread, with a connection of its own."""
    from threading import Thread

    found: list[Any] = []

    def do() -> None:
        found.append(work())
        connection.close()

    thread = Thread(target=do)
    thread.start()
    thread.join(10)
    return found[0]


def test_a_tile_whose_file_was_lost_is_made_again(version: TwinVersion) -> None:
    before = together(version)
    row = OperatorTile.objects.get(number=3)
    state.artefacts().delete(f"operators/{row.key}/3.tile")
    assert together(version) == before


def test_tiles_that_have_served_are_cleared_away(version: TwinVersion) -> None:
    together(version)
    row = OperatorTile.objects.get(number=0)
    assert runs.clear_tiles() == 0
    assert runs.clear_tiles(after_s=-1) == 6
    assert not state.artefacts().exists(f"operators/{row.key}/0.tile")
