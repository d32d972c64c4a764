"""A journalist joins what the API, the tables, the bundle and the map say of one question."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

Place = dict[str, str]


def read(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def told(client: Client, address: str) -> Any:
    return json.loads(read(client, address))


def rows(client: Client, everything: Place, name: str) -> list[dict[str, str]]:
    body = read(client, f"/c/{everything['slug']}/report/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


@pytest.fixture
def bundle(client: Client, everything: Place) -> zipfile.ZipFile:
    """The published count of the vote."""
    return zipfile.ZipFile(io.BytesIO(read(client, f"/c/{everything['slug']}/count/bundle.zip")))


@pytest.fixture
def options(client: Client, everything: Place) -> dict[int, dict[str, Any]]:
    """The options as the API gives them, by their number."""
    found = told(client, f"/api/consultations/{everything['slug']}/options/")
    return {one["id"]: one for one in found}


def test_an_option_has_one_number_and_one_letter_everywhere(
    client: Client,
    everything: Place,
    options: dict[int, dict[str, Any]],
    bundle: zipfile.ZipFile,
) -> None:
    base = f"/api/consultations/{everything['slug']}"
    keys = {(one["id"], one["key"]) for one in options.values()}
    comments = told(client, f"{base}/comments/")["results"]
    standings = told(client, f"{base}/result/")["standings"]
    manifest = json.loads(bundle.read("manifest.json"))
    assert {(one["option"], one["option_key"]) for one in comments if one["option"]} == keys
    assert {(one["option"], one["key"]) for one in standings} == keys
    assert {(one["id"], one["key"]) for one in manifest["options"]} == keys
    for name in ("comments", "results", "effects"):
        found = {(row["option_id"], row["option"]) for row in rows(client, everything, name)}
        assert found - {("", "")} <= {(str(pk), key) for pk, key in keys}


def test_the_count_of_the_table_is_that_of_the_api_and_of_the_bundle(
    client: Client, everything: Place, bundle: zipfile.ZipFile
) -> None:
    standings = told(client, f"/api/consultations/{everything['slug']}/result/")["standings"]
    table = {
        int(row["option_id"]): (int(row["place"]), row["score"])
        for row in rows(client, everything, "results")
    }
    shares = {
        int(row["option_id"]): round(float(row["share_percent"]) / 100, 3)
        for row in rows(client, everything, "results")
    }
    assert shares == {one["option"]: one["share"] for one in standings}
    tally = json.loads(bundle.read("tally.json"))["standings"]
    assert table == {one["option"]: (one["place"], one["score"]) for one in standings}
    assert table == {option: (place, str(score)) for option, score, _share, place in tally}


def test_an_effect_has_the_same_figures_and_unit_in_the_api_and_in_the_table(
    client: Client, everything: Place, options: dict[int, dict[str, Any]]
) -> None:
    names = ("code", "unit", "unit_code", "period", "area", "group", "run")
    by_api = {
        (str(pk), *(one[name] for name in names)): (
            one["today"]["central"],
            one["then"]["central"],
            *(one["delta"][end] for end in ("central", "low", "high")),
        )
        for pk, option in options.items()
        for one in option["effects"]
    }
    figures = ("today", "then", "delta", "delta_low", "delta_high")
    by_table = {
        (row["option_id"], *(row[name] for name in names)): tuple(
            float(row[name]) for name in figures
        )
        for row in rows(client, everything, "effects")
    }
    assert by_api == by_table
    assert by_api


def test_a_map_layer_leads_to_its_run_and_to_its_option(
    client: Client, everything: Place, options: dict[int, dict[str, Any]]
) -> None:
    found = told(client, "/twin/table/{fingerprint}/{layer}.geojson".format(**everything))
    of_run = told(client, f"/api/runs/{found['run']}/")
    assert [one["scenario"] for one in options.values()].count(found["scenario"]) == 1
    assert of_run["scenario"] == found["scenario"]
    assert found["run"] in {one["run"] for option in options.values() for one in option["effects"]}
    assert {one["unit"] for one in of_run["indicators"]} == {found["unit_code"]}


def test_a_house_has_the_same_figures_on_the_map_and_in_the_table(
    client: Client, everything: Place
) -> None:
    base = "/twin/table/{fingerprint}/{layer}".format(**everything)
    table = read(client, f"{base}/?as=csv").decode("utf-8-sig")
    by_table = {row["urn"]: row for row in csv.DictReader(io.StringIO(table))}
    features = told(client, f"{base}.geojson")["features"]
    assert {one["properties"]["urn"] for one in features} == by_table.keys()
    for feature in features:
        properties, row = feature["properties"], by_table[feature["id"]]
        for name in ("today", "scenario", "difference_low", "difference", "difference_high"):
            assert float(row[name]) == properties[name]
        assert (row["unit_code"], row["period"]) == (properties["unit_code"], properties["period"])


def test_cells_are_the_same_in_the_api_the_table_and_on_the_map(
    client: Client, everything: Place
) -> None:
    slug = everything["slug"]
    by_api = told(client, f"/api/consultations/{slug}/cells/")["results"]
    by_map = told(client, f"/c/{slug}/report/areas.geojson")["features"]
    live = told(client, f"/c/{slug}/cells.geojson")["features"]
    people = {one["cell"]: one["people"] for one in by_api}
    assert people
    assert {row["area"]: int(row["people"]) for row in rows(client, everything, "areas")} == people
    assert {one["properties"]["area"]: one["properties"]["people"] for one in by_map} == people
    assert {one["id"]: one["properties"]["people"] for one in live} == people
