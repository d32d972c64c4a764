"""Laws of every table that leaves the site: kinds for every office, decimals, letters, names."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils.html import escape

from participation.eligibility.codes.letters import Letter, parcel
from participation.models import Option
from portal.sheets import KINDS
from tests.participation.crawling import addresses, templates

LAYER = "/twin/table/{fingerprint}/{layer}/?as="
REPORT = sorted(one.removesuffix("csv") for one in templates() if re.search(r"[^r]\.csv$", one))
TABLES = [*REPORT, LAYER]
"""Every table of the site, without its kind."""
MOST_DECIMALS = {"longitude": 6, "latitude": 6}
"""Of a place; pages show no other figure with more than one."""

Place = dict[str, str]


@pytest.fixture
def named(everything: Place) -> Place:
    """Options have a name in both languages, with all that a table could trip over."""
    for option in Option.objects.all():
        option.name = {"en": f"Plan; {option.pk}, =x", "fr": f"Projet ; {option.pk}"}
        option.save()
    return everything


def taken(client: Client, address: str, language: str = "en") -> bytes:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, address
    return b"".join(answer) if answer.streaming else answer.content


def workbook(body: bytes) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(io.BytesIO(body)).active.values
    return [dict(zip(head, row, strict=True)) for row in rows]


def text_table(body: bytes, cut: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig")), delimiter=cut))


def test_every_table_of_the_site_comes_in_every_kind() -> None:
    found = {one for one in templates() if re.search(r"\.(csv|xlsx|ods|tsv)$", one)}
    assert len(REPORT) > 3
    assert found == {f"{table}{kind}" for table in REPORT for kind in KINDS}


def test_every_kind_of_a_table_says_the_same(client: Client, named: Place) -> None:
    for table in TABLES:
        require_the_same(client, table.format(**named))


def require_the_same(client: Client, address: str) -> None:
    plain = text_table(taken(client, f"{address}csv"))
    french = text_table(taken(client, f"{address}fr.csv"), ";")
    book = workbook(taken(client, f"{address}xlsx"))
    assert plain
    assert [list(row) for row in plain] == [list(row) for row in french]
    assert [list(row) for row in plain] == [list(row) for row in book]
    for row, other, cells in zip(plain, french, book, strict=True):
        for name, cell in cells.items():
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                assert float(row[name]) == float(other[name].replace(",", ".")) == cell
                assert "." not in other[name]
            else:
                assert {"True": "VRAI", "False": "FAUX"}.get(row[name], row[name]) == other[name]


def test_no_figure_of_a_table_has_more_decimals_than_the_page(client: Client, named: Place) -> None:
    books = [workbook(taken(client, f"{table.format(**named)}xlsx")) for table in TABLES]
    numbers = {
        (name, cell)
        for book in books
        for row in book
        for name, cell in row.items()
        if isinstance(cell, float)
    }
    assert numbers
    assert {(n, one) for n, one in numbers if one != round(one, MOST_DECIMALS.get(n, 1))} == set()


def test_figures_of_effects_and_layers_are_those_of_the_page(client: Client, named: Place) -> None:
    effects = workbook(taken(client, f"/c/{named['slug']}/report/effects.xlsx"))
    layer = workbook(taken(client, f"{LAYER.format(**named)}xlsx"))
    assert {row["then"] for row in effects if row["run"] == named["fingerprint"]} == {5}
    assert [(row["today"], row["scenario"], row["difference"]) for row in layer] == [(4, 5, 1)]
    assert {(row["unit_code"], row["period"]) for row in layer} == {("min", None)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_options_have_the_letter_and_name_of_the_page(
    client: Client, named: Place, language: str
) -> None:
    page = client.get(f"/c/{named['slug']}/report/", headers={"Accept-Language": language})
    shown = page.content.decode()
    for table in [one for one in REPORT if "areas" not in one]:
        rows = workbook(taken(client, f"{table.format(**named)}xlsx", language))
        about = {(row["option"], row["option_name"]) for row in rows if row["option_id"]}
        assert about
        for letter, name in about:
            assert f">{letter} {escape(name)}<" in shown


def test_a_french_page_leads_to_the_french_table_and_no_other_does(
    client: Client, named: Place
) -> None:
    values: dict[str, list[object]] = {name: [one] for name, one in named.items()}
    pages = [
        one
        for one in addresses(values)
        if one.endswith("/") and not re.match(r"/(desk|account|kiosk|health)/|.*log-?out", one)
    ]
    found: dict[str, set[str]] = {}
    for language in ("en", "fr"):
        words = [client.get(one, headers={"Accept-Language": language}) for one in pages]
        kinds = (
            re.findall(r'href="[^"]*?[./=](fr\.csv|csv)"', answer.content.decode())
            for answer in words
            if answer.status_code == 200 and not answer.streaming
        )
        found[language] = {one for several in kinds for one in several}
    assert found == {"en": {"csv"}, "fr": {"fr.csv"}}


def test_the_french_table_of_a_layer_has_decimal_commas(client: Client, named: Place) -> None:
    text = taken(client, f"{LAYER.format(**named)}fr.csv").decode("utf-8-sig")
    assert "urn;name;today;scenario" in text.splitlines()[0]
    assert ";4,0;5,0;" in text.splitlines()[1]


def test_the_lines_of_the_log_are_one_cell_in_every_office(
    client: Client, everything: Place
) -> None:
    lines = taken(client, f"/c/{everything['slug']}/log/events.txt").decode().splitlines()
    assert len(lines) == 6
    assert [one for one in lines if not re.fullmatch("[0-9a-f]{64}", one)] == []


def test_codes_come_as_a_workbook_for_every_office() -> None:
    letter = Letter(
        city="Nantes", question="Q?", address="https://x/v/", until="", batch="1",
        area="Centre; =1", contact="", language="fr",
    )  # fmt: skip
    words = ["ABCDEFGHJK", "ABCDEFGHJM"]
    files = zipfile.ZipFile(io.BytesIO(b"".join(parcel(letter, words, print_them=False))))
    plain = text_table(files.read("codes.csv"))
    book = workbook(files.read("codes-000001-000002.xlsx"))
    assert [row["code"] for row in plain] == [row["code"] for row in book]
    assert {row["area"] for row in book} == {"Centre; =1"}
