"""What is frozen comes back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import shapely

from portal.errors import NotReady
from twin.kinds import DTYPES, KINDS
from twin.models import TwinVersion
from twin.state import artefacts, load, to_city_state
from twin.state.columnar import digest_of, from_parquet, to_parquet
from twin.state.loading import _load


@pytest.fixture(autouse=True)
def _nothing_in_memory() -> None:
    _load.cache_clear()


def test_loaded_city_holds_every_kind_with_its_columns(city: TwinVersion) -> None:
    state = load(city)
    for name, kind in KINDS.items():
        columns = state.tables[name].columns
        assert list(columns) == list(kind.by_name)
        for column, attribute in kind.by_name.items():
            assert columns[column].dtype.kind == np.dtype(DTYPES[attribute.type]).kind


def test_loaded_city_equals_what_is_recorded(city: TwinVersion) -> None:
    assert load(city).digest == to_city_state().digest == city.digest


def test_rows_are_sorted_by_urn(city: TwinVersion) -> None:
    for table in load(city).tables.values():
        assert list(table.urn) == sorted(table.urn)


def test_geometry_is_in_whole_millimetres_of_the_metric_crs(city: TwinVersion) -> None:
    xy = shapely.get_coordinates(load(city).tables["building"].geometry)
    assert np.array_equal(xy, np.round(xy, 3))
    assert (xy.min(axis=0) > (355_000, 6_689_000)).all()


def test_a_version_is_read_once_per_process(city: TwinVersion) -> None:
    assert load(city) is load(city)


def test_lost_files_are_made_again_from_the_database(city: TwinVersion) -> None:
    artefacts().delete(f"{city.artefact}/street.parquet")
    assert load(city).digest == city.digest
    assert artefacts().exists(f"{city.artefact}/street.parquet")


def test_a_file_cut_short_is_made_again_from_the_database(city: TwinVersion) -> None:
    name = f"{city.artefact}/tree.parquet"
    with artefacts().open(name) as file:
        whole = file.read()
    with open(artefacts().path(name), "wb") as file:
        file.write(whole[: len(whole) // 2])
    assert load(city).digest == city.digest
    with artefacts().open(name) as file:
        assert file.read() == whole


def test_a_damaged_city_that_cannot_be_made_again_is_told_and_not_used(city: TwinVersion) -> None:
    name = f"{city.artefact}/tree.parquet"
    with artefacts().open(name) as file:
        whole = file.read()
    try:
        with open(artefacts().path(name), "wb") as file:
            file.write(whole[: len(whole) // 2])
        TwinVersion.objects.filter(pk=city.pk).update(recorded_at=datetime(2001, 1, 1, tzinfo=UTC))
        with pytest.raises(NotReady, match="damaged"):
            load(city)
    finally:
        with open(artefacts().path(name), "wb") as file:
            file.write(whole)


def test_a_file_with_one_other_number_is_made_again(city: TwinVersion) -> None:
    state = load(city)
    trees = state.tables["tree"]
    other = trees.with_columns(height_m=trees.columns["height_m"] + 1)
    name = f"{city.artefact}/tree.parquet"
    _load.cache_clear()
    try:
        with open(artefacts().path(name), "wb") as file:
            file.write(to_parquet(state.crs, "tree", other))
        again = load(city).tables["tree"]
        assert np.array_equal(again.columns["height_m"], trees.columns["height_m"], equal_nan=True)
    finally:
        with open(artefacts().path(name), "wb") as file:
            file.write(to_parquet(state.crs, "tree", trees))


def test_parquet_keeps_unknown_numbers_and_texts(city: TwinVersion) -> None:
    state = load(city)
    for kind, table in state.tables.items():
        again = from_parquet(kind, to_parquet(state.crs, kind, table))
        assert digest_of(state.crs, {kind: again}) == digest_of(state.crs, {kind: table})
    assert np.isnan(state.tables["building"].columns["dwellings"]).any()


def test_the_file_says_its_geometry_column_and_projection(city: TwinVersion) -> None:
    import io
    import json

    import pyarrow.parquet as pq

    with artefacts().open(f"{city.artefact}/street.parquet") as file:
        meta = json.loads(pq.read_schema(io.BytesIO(file.read())).metadata[b"geo"])
    column = meta["columns"][meta["primary_column"]]
    assert column["encoding"] == "WKB"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 2154}


def test_a_file_from_before_a_column_came_reads_as_empty(city: TwinVersion) -> None:
    street = load(city).tables["street"]
    columns = {name: values for name, values in street.columns.items() if name != "no_heavy"}
    older = from_parquet(
        "street", to_parquet("EPSG:2154", "street", replace(street, columns=columns))
    )
    assert list(older.columns) == list(KINDS["street"].by_name)
    assert not older.columns["no_heavy"].any()


def test_what_came_later_and_is_not_used_leaves_a_digest_alone(city: TwinVersion) -> None:
    state = load(city)
    street = state.tables["street"]
    columns = {name: values for name, values in street.columns.items() if name != "no_heavy"}
    older = {kind: table for kind, table in state.tables.items() if kind != "census_cell"}
    older["street"] = replace(street, columns=columns)
    assert digest_of(state.crs, older) == state.digest


def test_a_ban_for_lorries_is_part_of_the_digest(city: TwinVersion) -> None:
    state = load(city)
    street = state.tables["street"]
    banned = np.arange(len(street)) == 0
    edited = {**state.tables, "street": street.with_columns(no_heavy=banned)}
    assert digest_of(state.crs, edited) != state.digest
