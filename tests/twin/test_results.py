"""Figures for the map: exact, compact, kept for ever, and only for those who may see them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.test import Client

from portal import making, takeaways
from portal.health import note_worker
from portal.models import Takeaway, User
from portal.queues import FILES
from tests.twin.answered import STREET, TODAY_CARS, answered, pieces
from twin.faces.layers import tables
from twin.models import AnalysisRun, Scenario, TwinVersion
from twin.runs import default_fingerprints

__all__ = ["answered"]


def print_of(scenario: Scenario, analysis: str = "traffic") -> str:
    return default_fingerprints(scenario.digest)[analysis]


def values_url(scenario: Scenario, layer: str = "streets", analysis: str = "traffic") -> str:
    return f"/twin/results/{print_of(scenario, analysis)}/{layer}.json"


def change_url(today: Scenario, then: Scenario, layer: str = "volume") -> str:
    return f"/twin/difference/{print_of(today)}/{print_of(then)}/{layer}.json"


def table_url(scenario: Scenario, layer: str = "volume", analysis: str = "traffic") -> str:
    return f"/twin/table/{print_of(scenario, analysis)}/{layer}/"


@pytest.fixture
def today(answered: Sequence[Scenario]) -> Scenario:
    return answered[0]


@pytest.fixture
def closed(answered: Sequence[Scenario]) -> Scenario:
    return answered[1]


def test_values_are_those_of_the_run(client: Client, city: TwinVersion, closed: Scenario) -> None:
    found = client.get(values_url(closed)).json()
    cars = dict(zip(found["fid"], found["columns"]["volume_veh_h"], strict=True))
    gone = {piece.fid for piece in pieces(city)}
    assert gone
    assert {fid for fid, value in cars.items() if value == 0} == gone
    assert {value for fid, value in cars.items() if fid not in gone} == {TODAY_CARS}


def test_values_may_be_kept_for_ever(client: Client, today: Scenario) -> None:
    response = client.get(values_url(today))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(values_url(today), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_change_names_only_what_clearly_changes(
    client: Client, city: TwinVersion, today: Scenario, closed: Scenario
) -> None:
    found = client.get(change_url(today, closed)).json()
    assert found["fid"] == [piece.fid for piece in pieces(city)]
    assert set(found["strength"]) == {-2}


def test_change_smaller_than_what_we_are_unsure_of_is_none(
    client: Client, city: TwinVersion, today: Scenario
) -> None:
    from tests.twin.answered import answer_traffic, close_street

    unsure = close_street(city)
    AnalysisRun.objects.filter(scenario_digest=unsure.digest, analysis="traffic").delete()
    answer_traffic(unsure, {pieces(city)[0].fid: TODAY_CARS + 300}, spread=400.0)
    assert client.get(change_url(today, unsure)).json()["fid"] == []


@pytest.mark.parametrize("layer", ["nothing", "walk-daily"])
def test_change_of_a_layer_the_run_has_not_is_not_there(
    client: Client, today: Scenario, closed: Scenario, layer: str
) -> None:
    assert client.get(change_url(today, closed, layer)).status_code == 404


def test_private_plan_is_only_for_planners(
    client: Client, closed: Scenario, resident: User, planner: User
) -> None:
    Scenario.objects.filter(pk=closed.pk).update(visibility="private")
    assert client.get(values_url(closed)).status_code == 404
    client.force_login(resident)
    assert client.get(values_url(closed)).status_code == 404
    client.force_login(planner)
    response = client.get(values_url(closed))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_private_plan_has_no_public_table(client: Client, closed: Scenario) -> None:
    Scenario.objects.filter(pk=closed.pk).update(visibility="private")
    assert client.get(table_url(closed)).status_code == 404


def test_run_that_is_going_says_how_far_it_is(client: Client, closed: Scenario) -> None:
    AnalysisRun.objects.filter(fingerprint=print_of(closed)).update(status="queued", progress=0.4)
    response = client.get(values_url(closed))
    assert response.status_code == 202
    assert response["Cache-Control"] == "no-store"
    assert response.json() == {"status": "queued", "progress": 0.4, "message": ""}


def test_unknown_run_is_not_there(client: Client, today: Scenario) -> None:
    assert client.get(f"/twin/results/{'0' * 64}/streets.json").status_code == 404


def test_table_has_a_row_for_every_street_of_the_map(client: Client, closed: Scenario) -> None:
    cars = client.get(values_url(closed)).json()["fid"]
    assert client.get(table_url(closed)).context["total"] == len(cars)


def test_table_begins_with_what_changes_most(client: Client, closed: Scenario) -> None:
    rows = client.get(table_url(closed)).context["rows"]
    assert rows[0]["name"] == STREET
    assert "fewer cars an hour" in rows[0]["change"]
    assert rows[-1]["change"] == "no clear change"


def test_table_says_how_many_places_clearly_change(
    client: Client, city: TwinVersion, closed: Scenario
) -> None:
    gone, total = len(pieces(city)), client.get(table_url(closed)).context["total"]
    text = client.get(table_url(closed)).content.decode()
    assert f"Clearly less at {gone} places, more at 0, no clear change at {total - gone}." in text


def test_table_is_sorted_by_name_where_asked(client: Client, closed: Scenario) -> None:
    response = client.get(table_url(closed), {"sort": "name"})
    names = [row["name"] for row in response.context["rows"]]
    assert names == sorted(names)
    assert b'aria-sort="ascending"' in response.content


def test_table_comes_in_pages(client: Client, closed: Scenario) -> None:
    first = client.get(table_url(closed))
    second = client.get(table_url(closed), {"page": 2})
    assert len(first.context["rows"]) == 50
    assert first.context["rows"] != second.context["rows"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "999999"])
def test_table_has_no_page_that_breaks_it(client: Client, closed: Scenario, page: str) -> None:
    assert client.get(table_url(closed), {"page": page}).status_code == 200


def test_table_of_houses_says_which_street_they_are_near(client: Client, closed: Scenario) -> None:
    rows = client.get(table_url(closed, "walk-daily", "access")).context["rows"]
    assert rows[0]["name"].startswith("House near ")
    assert rows[0]["change"] == "about 1.5 minutes shorter"


def test_csv_has_all_rows(client: Client, closed: Scenario) -> None:
    total = client.get(table_url(closed)).context["total"]
    text = b"".join(client.get(table_url(closed), {"as": "csv"})).decode("utf-8-sig")
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == total
    gone = [row for row in rows if row["name"] == STREET and row["clear"] == "1"]
    assert {row["difference"] for row in gone} == {"-500"}


def test_csv_text_is_no_formula(client: Client, city: TwinVersion, closed: Scenario) -> None:
    from twin.models import Feature

    piece = pieces(city)[0]
    Feature.objects.filter(pk=piece.pk).update(name="=1+1")
    text = b"".join(client.get(table_url(closed), {"as": "csv"})).decode("utf-8-sig")
    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_the_workbook_of_a_layer_has_its_rows_and_no_formula(
    client: Client, city: TwinVersion, closed: Scenario
) -> None:
    from twin.models import Feature

    Feature.objects.filter(pk=pieces(city)[0].pk).update(name="=1+1")
    file = b"".join(client.get(table_url(closed), {"as": "xlsx"}))
    page = openpyxl.load_workbook(io.BytesIO(file)).active
    assert page.max_row == client.get(table_url(closed)).context["total"] + 1
    names = {row[1].value: row[1].data_type for row in page.iter_rows()}
    assert names["=1+1"] in ("s", "inlineStr")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Each table is a large one, and a worker of files was heard of."""
    monkeypatch.setattr(tables, "SMALL_ROWS", 1)
    monkeypatch.setattr(takeaways, "SOON_S", 0.0)
    note_worker(FILES)


def test_a_large_workbook_of_a_layer_is_made_by_a_worker(
    client: Client, closed: Scenario, large: None
) -> None:
    at_once = [*_rows_of(client.get(table_url(closed), {"as": "csv"}))]
    assert client.get(table_url(closed), {"as": "xlsx"}).status_code == 202
    making.make(Takeaway.objects.get().pk)
    file = b"".join(client.get(table_url(closed), {"as": "xlsx"}))
    page = openpyxl.load_workbook(io.BytesIO(file)).active
    assert [row[0].value for row in page.iter_rows(min_row=2)] == at_once


def _rows_of(answer: Any) -> list[str]:
    text = b"".join(answer).decode("utf-8-sig")
    return [row["urn"] for row in csv.DictReader(io.StringIO(text))]


def test_no_copy_is_kept_of_a_private_plans_workbook(
    client: Client, closed: Scenario, planner: User, large: None
) -> None:
    Scenario.objects.filter(pk=closed.pk).update(visibility="private")
    client.force_login(planner)
    assert client.get(table_url(closed), {"as": "xlsx"}).status_code == 200
    assert not Takeaway.objects.exists()


def test_a_kept_workbook_of_a_plan_that_became_private_is_for_planners_only(
    client: Client, closed: Scenario, large: None
) -> None:
    client.get(table_url(closed), {"as": "xlsx"})
    making.make(Takeaway.objects.get().pk)
    Scenario.objects.filter(pk=closed.pk).update(visibility="private")
    assert client.get(table_url(closed), {"as": "xlsx"}).status_code == 404
