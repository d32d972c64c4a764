"""An operator prepared in tiles by all workers together, with the same bytes as by one.

The rows of the database are the work to share: who locks one computes it. The run that needs the
operator works on them too and joins them at the end, so that nothing waits for a free worker, and
what a dead worker leaves is done by another.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from portal.artefacts import keep, store
from twin import state
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Analysis, Progress
from twin.citystate import CityState
from twin.models import AnalysisRun, OperatorTile, TwinVersion
from twin.runs.code import code_version
from twin.runs.operators import Damaged, depends_on, read_operator, write_operator
from twin.runs.questions import read_parameters
from twin.runs.sending import TILE_TASK, send

LOOK_AGAIN_S = 0.2
TILES = gettext_noop("Preparing the city tile by tile")
JOIN_SHARE = 0.9
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_last: dict[str, Sequence[Any]] = {}
KEPT_S = 86_400.0
"""Machines that prepare the same city at once share their tiles; a day later nobody needs them."""


def prepared_in_tiles(
    analysis: Analysis, run: AnalysisRun, base: CityState, parameters: Any
) -> Callable[[Progress], Any] | None:
    """How to prepare a large city with all workers; None where one worker does it alone.

    That is: below TILE_ABOVE_BUILDINGS, and for an analysis that is not tiled.
    """
    building = base.tables.get("building")
    large = building is not None and len(building) > settings.TILE_ABOVE_BUILDINGS
    if not large or not analysis.is_tiled:
        return None
    return partial(prepare_together, analysis, run.scenario.base, base, parameters)


def prepare_together(
    analysis: Analysis, version: TwinVersion, base: CityState, parameters: Any, progress: Progress
) -> Any:
    """The operator of `base`, its tiles shared with every worker that is free."""
    key = _key(analysis, base, parameters)
    tiles = _tiles(key, analysis, base, parameters)
    for row in _rows(analysis, version, key, parameters, len(tiles)):
        transaction.on_commit(partial(send, row.pk, task=TILE_TASK))
    parts: list[Any] = []
    root = type(analysis).__module__.partition(".")[0]
    while len(parts) < len(tiles):
        _help(key, len(tiles), progress)
        parts = _read_all(key, len(tiles), root)
    return analysis.join_tiles(base, parameters, parts)


def _key(analysis: Analysis, base: CityState, parameters: Any) -> str:
    facts = [analysis.name, analysis.version, code_version(), asdict(parameters)]
    facts.append(depends_on(analysis, base))
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def _rows(
    analysis: Analysis, version: TwinVersion, key: str, parameters: Any, count: int
) -> list[OperatorTile]:
    """The rows that are still to do; made where they are missing."""
    values = json.loads(json.dumps(asdict(parameters)))
    OperatorTile.objects.bulk_create(
        (
            OperatorTile(
                key=key,
                number=number,
                count=count,
                base=version,
                analysis=analysis.name,
                model_version=analysis.version,
                parameters=values,
            )
            for number in range(count)
        ),
        ignore_conflicts=True,
    )
    return list(OperatorTile.objects.filter(key=key, done=False).order_by("number"))


def _help(key: str, count: int, progress: Progress) -> None:
    """Compute tiles that nobody has, until all are done; the pulse of the run goes on."""
    while True:
        left = list(OperatorTile.objects.filter(key=key, done=False).values_list("pk", flat=True))
        progress(JOIN_SHARE * (1.0 - len(left) / count), TILES)
        if not left:
            return
        if not any(compute_tile(row_id) for row_id in left):
            time.sleep(LOOK_AGAIN_S)


@transaction.atomic
def compute_tile(row_id: int) -> bool:
    """Compute one tile and put it in the artefact store; False when it is done or someone has it.

    The lock of the row ends with this process, so a tile is never lost with a worker.
    """
    row = (
        OperatorTile.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("base")
        .filter(pk=row_id, done=False)
        .first()
    )
    if row is None or row.analysis not in ANALYSES:
        return False
    analysis = ANALYSES[row.analysis]
    if analysis.version != row.model_version:
        return False
    base = state.load(row.base)
    parameters = read_parameters(analysis, row.parameters)
    tile = _tiles(row.key, analysis, base, parameters)[row.number]
    part = analysis.prepare_tile(base, parameters, tile, _quietly)
    content = io.BytesIO()
    write_operator(part, content)
    keep(_name(row.key, row.number), content.getvalue())
    row.done = True
    row.save(update_fields=["done"])
    return True


def _tiles(key: str, analysis: Analysis, base: CityState, parameters: Any) -> Sequence[Any]:
    """The tiles of a preparation; those of the last one are at hand."""
    if key not in _last:
        _last.clear()
        _last[key] = analysis.tiles(base, parameters)
    return _last[key]


def _quietly(share: float, text: str) -> None:
    """The run that asked counts the tiles itself."""


def _read_all(key: str, count: int, root: str) -> list[Any]:
    """All parts in their order, up to the first that is lost or damaged: that is to do again.

    Raises OSError where this machine has no room to read one: made again it would not fit either.
    """
    parts = []
    for number in range(count):
        try:
            parts.append(_read(key, number, root))
        except (Damaged, OSError) as error:
            if getattr(error, "errno", 0) in NO_ROOM:
                raise
            OperatorTile.objects.filter(key=key, number=number).update(done=False)
            break
    return parts


def _read(key: str, number: int, root: str) -> Any:
    with (
        store().open(_name(key, number)) as stored,
        tempfile.NamedTemporaryFile() as file,
    ):
        for chunk in stored.chunks():
            file.write(chunk)
        file.flush()
        return read_operator(Path(file.name), root=root)


def clear_tiles(*, after_s: float = KEPT_S) -> int:
    """Remove tiles that have served, rows first, so that nobody finds one whose file is gone."""
    old = OperatorTile.objects.filter(made_at__lt=timezone.now() - timedelta(seconds=after_s))
    names = [_name(row.key, row.number) for row in old]
    old.delete()
    for name in names:
        store().delete(name)
    return len(names)


def _name(key: str, number: int) -> str:
    return f"operators/{key}/{number}.tile"
