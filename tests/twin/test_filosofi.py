"""Census cells as INSEE publishes them become entities with shares by age and income."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from portal.errors import BadInput
from twin.connectors.contract import Harvest, Record
from twin.connectors.filosofi import FILE, Filosofi
from twin.models import EntityState
from twin.sources import import_from
from twin.state import to_city_state

HEAD = (
    "idcar_200m,i_est_200,ind,men,men_pauv,ind_snv,"
    "ind_0_3,ind_4_5,ind_6_10,ind_11_17,ind_65_79,ind_80p"
)
CELL = "CRS3035RES200mN2716200E3494600"
ROW = f"{CELL},0,300,200,30,6600000,9,6,12,18,36,24"


def read(folder: Path, *rows: str, head: str = HEAD, **more: object) -> Harvest:
    (folder / FILE).write_text("\n".join((head, *rows)))
    return Filosofi().read(folder, bounds=more.get("bounds"), say=lambda text: None)  # type: ignore[arg-type]


def only(harvest: Harvest) -> Record:
    (record,) = harvest.records
    return record


def test_residents_and_shares_are_those_of_the_row(tmp_path: Path) -> None:
    facts = only(read(tmp_path, ROW)).attributes
    assert facts["residents"] == 300
    assert facts["share_under_18"] == pytest.approx(45 / 300)
    assert facts["share_over_65"] == pytest.approx(60 / 300)
    assert facts["share_low_income"] == pytest.approx(30 / 200)
    assert facts["income_eur"] == 22_000


def test_a_cell_is_200_metres_wide_and_named_after_its_corner(tmp_path: Path) -> None:
    record = only(read(tmp_path, ROW))
    assert record.source_id == CELL
    # The two projections differ in scale by less than a percent in France.
    assert record.geometry.area == pytest.approx(40_000, rel=0.01)
    assert record.geometry.geom_type == "Polygon"


def test_small_letters_and_capitals_semicolons_and_commas_are_the_same(tmp_path: Path) -> None:
    older = only(read(tmp_path, ROW.replace(",", ";"), head=HEAD.title().replace(",", ";")))
    assert older.attributes == only(read(tmp_path, ROW)).attributes


def test_what_the_source_estimated_is_flagged(tmp_path: Path) -> None:
    estimated = only(read(tmp_path, ROW.replace(f"{CELL},0", f"{CELL},1")))
    assert estimated.attributes["quality"] == "estimated by the census"


def test_decimal_commas_and_windows_letters_are_read(tmp_path: Path) -> None:
    row = (
        ROW.replace(",", ";").replace("6600000", "6600000,00").replace(";30;", ";30,5;") + ";Orvès"
    )
    text = HEAD.replace(",", ";") + ";nom\n" + row
    (tmp_path / FILE).write_bytes(text.encode("cp1252"))
    facts = only(Filosofi().read(tmp_path, bounds=None, say=lambda text: None)).attributes
    assert (facts["income_eur"], facts["share_low_income"]) == (22_000, pytest.approx(30.5 / 200))


@pytest.mark.parametrize("kept_back", ["-1", "ns", "", "N/A"])
def test_what_the_source_keeps_back_stays_unknown(tmp_path: Path, kept_back: str) -> None:
    facts = only(read(tmp_path, ROW.replace(",300,", f",{kept_back},"))).attributes
    assert [facts[name] for name in ("residents", "share_under_18", "income_eur")] == [None] * 3


def test_a_word_where_a_figure_should_be_leaves_that_cell_out_and_is_told_with_its_place(
    tmp_path: Path,
) -> None:
    other = ROW.replace("E3494600", "E3494800")
    harvest = read(tmp_path, ROW.replace(",300,", ",many,"), other)
    assert [record.source_id for record in harvest.records] == [CELL.replace("4600", "4800")]
    (told,) = harvest.skipped
    assert told["examples"] == [f"{FILE}, line 2, column ind: 'many' is not a number"]


def test_a_file_of_which_no_cell_can_be_read_is_refused_with_line_and_column(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput, match=r"line 2, column ind_snv: '1e6' is not a number"):
        read(tmp_path, ROW.replace("6600000", "1e6"))


def test_what_is_missing_stays_unknown(tmp_path: Path) -> None:
    facts = only(read(tmp_path, f"{CELL},0,0,0,0,,,,,,,")).attributes
    assert facts["residents"] == 0
    assert [facts[name] for name in ("share_under_18", "share_low_income", "income_eur")] == [
        None, None, None,
    ]  # fmt: skip


def test_an_identifier_of_another_grid_is_left_out_and_told(tmp_path: Path) -> None:
    harvest = read(tmp_path, ROW.replace(CELL, "somewhere"))
    assert not harvest.records
    assert harvest.skipped[0]["reason"] == "cell without a place"


def test_only_cells_of_the_window_are_read(tmp_path: Path) -> None:
    middle = only(read(tmp_path, ROW)).geometry.centroid
    here = middle.buffer(10).bounds
    there = shapely.transform(middle, lambda xy: xy + 5000).buffer(10).bounds
    assert len(read(tmp_path, ROW, bounds=here).records) == 1
    assert len(read(tmp_path, ROW, bounds=there).records) == 0


def test_a_file_that_lacks_a_column_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column men_pauv"):
        read(tmp_path, ROW, head=HEAD.replace("men_pauv", "poor"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=FILE):
        Filosofi().read(tmp_path, bounds=None, say=lambda text: None)


@pytest.mark.django_db
def test_cells_become_entities_of_the_city(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"{HEAD}\n{ROW}")
    import_from(Filosofi(), actor=None, folder=tmp_path)
    assert EntityState.objects.filter(entity__kind="census_cell").count() == 1
    cells = to_city_state().tables["census_cell"]
    assert cells.columns["residents"].tolist() == [300.0]
    assert cells.columns["share_over_65"].tolist() == [0.2]
