"""Results as arrays: decoded once, matched across scenarios, and who may see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from portal import roles
from portal.errors import NotThere
from twin.models import AnalysisRun, Result, Scenario
from twin.runs import default_fingerprints, unpack

_NOT_HERE = _("There is no such result, or it is not public yet.")


@dataclass(frozen=True)
class Values:
    """A result's columns. fids: ascending, shape (n,); each column: shape (n,), NaN = no value."""

    kind: str
    units: dict[str, str]
    fids: NDArray[np.int32]
    columns: dict[str, NDArray[np.float32]]

    def at(self, fid: int, column: str) -> float | None:
        """The value of one entity, None when there is none."""
        position = int(np.searchsorted(self.fids, fid))
        if position >= len(self.fids) or self.fids[position] != fid or column not in self.columns:
            return None
        value = float(self.columns[column][position])
        return None if np.isnan(value) else value

    def row(self, fid: int, columns: list[str]) -> dict[str, NDArray[Any]]:
        """One entity's columns as a layer of one row, of none when it is not in it."""
        here = np.flatnonzero(self.fids == fid)
        known = [name for name in columns if name in self.columns]
        return {"fid": self.fids[here], **{name: self.columns[name][here] for name in known}}

    def over(self, fids: NDArray[np.int32], column: str) -> NDArray[np.float32]:
        """The column read at `fids`, shape (len(fids),), NaN where there is none."""
        found = np.full(len(fids), np.nan, dtype=np.float32)
        if len(self.fids) and column in self.columns:
            position = np.minimum(np.searchsorted(self.fids, fids), len(self.fids) - 1)
            known = self.fids[position] == fids
            found[known] = self.columns[column][position[known]]
        return found


@lru_cache(maxsize=48)
def _decoded(fingerprint: str, layer: str) -> Values | None:
    row = Result.objects.filter(run__fingerprint=fingerprint, layer=layer).first()
    if row is None:
        return None
    columns = unpack(row.data)
    fids = columns.pop("fid")
    return Values(kind=row.kind, units=dict(row.units), fids=fids, columns=columns)


def values_of(run: AnalysisRun, layer: str) -> Values | None:
    """One layer of a finished run, None when the run has no such layer.

    A finished run never changes, so each process keeps the last ones it read.
    """
    if run.status != AnalysisRun.Status.DONE:
        return None
    return _decoded(run.fingerprint, layer)


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
