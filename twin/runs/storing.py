"""Results as Arrow IPC in the database, and back."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

import twin
from twin.analyses import contract
from twin.models import AnalysisRun, Indicator, Result


def pack(layer: contract.Layer) -> bytes:
    """A layer as Arrow IPC (zstd): `fid` int32, then float32 columns in the layer's order.

    Raises ValueError when a column has another length than the feature ids.
    """
    arrays = {"fid": np.asarray(layer.feature_ids, dtype=np.int32)}
    for name, values in layer.columns.items():
        arrays[name] = np.asarray(values, dtype=np.float32)
        if arrays[name].shape != arrays["fid"].shape:
            raise ValueError(f"column {name} of layer {layer.name} has another length than its ids")
    table = pa.table({name: pa.array(values) for name, values in arrays.items()})
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpack(data: bytes | memoryview) -> dict[str, NDArray[Any]]:
    """Columns of a stored layer by name, `fid` first."""
    table = pa.ipc.open_file(pa.BufferReader(bytes(data))).read_all()
    return {name: table.column(name).to_numpy() for name in table.column_names}


def store(run: AnalysisRun, outcome: contract.Outcome) -> None:
    """Write layers, indicators, facts and notes of a run; call it in the transaction of DONE."""
    Result.objects.bulk_create(
        Result(
            run=run,
            layer=layer.name,
            kind=layer.kind,
            units=dict(layer.units),
            rows=len(layer.feature_ids),
            data=pack(layer),
        )
        for layer in outcome.layers
    )
    Indicator.objects.bulk_create(
        _indicator(run, found) for found in outcome.indicators if math.isfinite(found.central)
    )
    AnalysisRun.objects.filter(pk=run.pk).update(
        facts=_plain(outcome.facts), notes=[str(note) for note in outcome.notes]
    )


def _indicator(run: AnalysisRun, found: contract.Indicator) -> Indicator:
    low = found.low if math.isfinite(found.low) else found.central
    high = found.high if math.isfinite(found.high) else found.central
    samples = [float(value) for value in found.samples]
    return Indicator(
        run=run,
        code=found.code,
        unit=found.unit,
        area=found.area,
        group=found.group,
        low=min(low, found.central),
        central=found.central,
        high=max(high, found.central),
        samples=samples if all(map(math.isfinite, samples)) else [],
    )


def _plain(value: Any) -> Any:
    """JSON values only: numpy numbers become Python's, a number that is none becomes null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def outcome_of(run: AnalysisRun) -> contract.Outcome:
    """What a finished run found, as the analysis gave it (float32 columns)."""
    layers = []
    for row in run.results.order_by("pk"):
        columns = unpack(row.data)
        ids = columns.pop("fid")
        layers.append(contract.Layer(row.layer, row.kind, ids, columns, row.units))
    indicators = [
        contract.Indicator(
            code=row.code,
            unit=row.unit,
            low=row.low,
            central=row.central,
            high=row.high,
            samples=tuple(row.samples),
            area=row.area,
            group=row.group,
        )
        for row in run.indicators.order_by("pk")
    ]
    return contract.Outcome(layers, indicators, run.facts, tuple(run.notes))


@cache
def code_version() -> str:
    """First 16 hex digits of the sha256 of the code that computes: analyses, overlay, city state.

    The same wherever the same code runs, whether or not it came from a repository.
    """
    root = Path(twin.__file__).parent
    files = [*root.glob("analyses/**/*.py"), *root.glob("overlay/*.py"), root / "citystate.py"]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]
