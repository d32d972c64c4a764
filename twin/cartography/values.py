"""Results as arrays: decoded once, matched across scenarios, and who may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from portal import roles
from portal.errors import NotThere
from twin.analyses.contract import Frame
from twin.cartography.layers import MapLayer
from twin.models import AnalysisRun, Result, Scenario
from twin.runs import default_fingerprints, unpack

_NOT_HERE = _("There is no such result, or it is not public yet.")


@dataclass(frozen=True)
class Values:
    """A result's columns. fids: ascending, shape (n,); each column: shape (n,), NaN = no value.

    frame: of a grid, whose fids are cell numbers. origin: fingerprint and layer it was read of.
    """

    kind: str
    units: dict[str, str]
    fids: NDArray[np.int32]
    columns: dict[str, NDArray[np.float32]]
    frame: Frame | None = None
    origin: tuple[str, str] = ("", "")

    def at(self, fid: int, column: str) -> float | None:
        """The value of one entity, None when there is none."""
        position = int(np.searchsorted(self.fids, fid))
        if position >= len(self.fids) or self.fids[position] != fid or column not in self.columns:
            return None
        value = float(self.columns[column][position])
        return None if np.isnan(value) else value

    def part(self, fid: int) -> Values:
        """The same result for one entity alone, for none when it has no value there."""
        here = np.flatnonzero(self.fids == fid)
        columns = {name: column[here] for name, column in self.columns.items()}
        return replace(self, fids=self.fids[here], columns=columns)

    def draws(self, column: str) -> NDArray[np.float32] | None:
        """The seeded draws of a column, shape (n, k), the same world in every scenario.

        None when the model stored none.
        """
        found = _decoded(self.origin[0], f"{self.origin[1]}_draws") if self.origin[0] else None
        if found is None:
            return None
        numbered = ((found.columns.get(f"{column}_{draw}"), draw) for draw in range(MOST_DRAWS))
        drawn = [found.over(self.fids, f"{column}_{draw}") for values, draw in numbered
                 if values is not None]  # fmt: skip
        return np.stack(drawn, axis=1) if drawn else None

    def over(self, fids: NDArray[np.int32], column: str) -> NDArray[np.float32]:
        """The column read at `fids`, shape (len(fids),), NaN where there is none."""
        found = np.full(len(fids), np.nan, dtype=np.float32)
        if len(self.fids) and column in self.columns:
            position = np.minimum(np.searchsorted(self.fids, fids), len(self.fids) - 1)
            known = self.fids[position] == fids
            found[known] = self.columns[column][position[known]]
        return found


MOST_DRAWS = 100


@lru_cache(maxsize=96)
def _decoded(fingerprint: str, layer: str) -> Values | None:
    row = Result.objects.filter(run__fingerprint=fingerprint, layer=layer).first()
    if row is None:
        return None
    columns = unpack(row.data)
    fids = columns.pop("fid")
    frame = Frame(**row.frame) if row.frame else None
    return Values(row.kind, dict(row.units), fids, columns, frame, (fingerprint, layer))


def values_of(run: AnalysisRun, layer: str) -> Values | None:
    """One layer of a finished run, None when the run has no such layer.

    A finished run never changes, so each process keeps the last ones it read.
    """
    if run.status != AnalysisRun.Status.DONE:
        return None
    return _decoded(run.fingerprint, layer)


def unit_code(layer: MapLayer, values: Values) -> str:
    """The layer's unit, the same in every language; "%" of a share that is shown of a hundred."""
    return "%" if layer.scale == 100 else values.units.get(layer.column, "")


def forget_values() -> None:
    """Drop what this process keeps (tests reuse fingerprints)."""
    _decoded.cache_clear()


def is_public(digest: str) -> bool:
    """Whether a scenario with this digest is published for everyone."""
    return Scenario.objects.filter(
        digest=digest,
        status=Scenario.Status.PUBLISHED,
        visibility=Scenario.Visibility.PUBLIC,
    ).exists()


def run_for_reader(fingerprint: str, user: Any) -> tuple[AnalysisRun, bool]:
    """The run of that fingerprint and whether it is public; raises NotThere for anyone
    who may not see it. `user` is only looked at when the run is not public."""
    run = AnalysisRun.objects.select_related("scenario__base").filter(fingerprint=fingerprint)
    found = run.first()
    public = found is not None and is_public(found.scenario_digest)
    if found is None or not (public or roles.is_planner(user)):
        raise NotThere(_NOT_HERE)
    return found, public


def baseline_run(run: AnalysisRun) -> AnalysisRun | None:
    """The same question asked of the city as it is; None when nobody asked it."""
    return AnalysisRun.objects.filter(
        scenario_digest=run.scenario.base.digest,
        analysis=run.analysis,
        model_version=run.model_version,
        parameters=run.parameters,
    ).first()


def runs_of(digests: Collection[str]) -> dict[tuple[str, str], AnalysisRun]:
    """(scenario digest, analysis) -> the run of its default question; one query in all."""
    wanted = {
        print_: (digest, analysis)
        for digest in digests
        for analysis, print_ in default_fingerprints(digest).items()
    }
    found = AnalysisRun.objects.filter(fingerprint__in=list(wanted))
    return {wanted[run.fingerprint]: run for run in found}
