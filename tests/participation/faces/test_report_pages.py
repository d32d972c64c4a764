"""The report and the files that leave the site."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import openpyxl
import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from django.urls import reverse

from participation.models import Comment, Consultation
from participation.releases import release_consultation
from portal.models import User
from portal.sheets import KINDS, Sheet, as_written, csv_pieces
from tests.participation.conftest import point

Speak = Callable[..., list[Comment]]
TABLES = [
    f"report-{name}-{kind}"
    for name in ("comments", "results", "effects", "areas")
    for kind in KINDS
]
FILES = [*TABLES, "report-areas-geojson", "report-map"]

ATTACK = "Bonne idée;=cmd|'/c calc'!A0;merci\n  +1;\t@SUM(A1)"


@pytest.fixture
def counted(make_question: Callable[..., Consultation], people_speak: Speak) -> Consultation:
    """A question in its result phase; twelve people spoke about one place, one elsewhere."""
    closed = make_question("result")
    people_speak(closed, 12, geometry=GEOSGeometry(point()))
    people_speak(closed, 1, geometry=GEOSGeometry(point(-1.5411, 47.2241)))
    return closed


def written(client: Client, name: str, question: Consultation) -> str:
    """A file's text."""
    answer = client.get(reverse(name, args=[question.slug]))
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig")


def said_in(question: Consultation, text: str) -> None:
    """Someone wrote this."""
    Comment.objects.filter(pk=Comment.objects.filter(consultation=question)[0].pk).update(text=text)
    release_consultation(question.pk)


def test_before_the_result_the_report_is_for_officials_only(
    client: Client, question: Consultation
) -> None:
    assert client.get(reverse("report", args=[question.slug])).status_code == 409


def test_the_comments_file_is_open_as_soon_as_the_comments_are(
    client: Client, question: Consultation, people_speak: Speak
) -> None:
    people_speak(question, 2)
    assert "option_id" in written(client, "report-comments-csv", question).split("\n")[0]


@pytest.mark.parametrize("name", [name for name in FILES if "comments" not in name])
def test_before_the_result_files_are_for_officials_only(
    client: Client, question: Consultation, name: str
) -> None:
    assert client.get(reverse(name, args=[question.slug])).status_code == 409


def test_a_planner_reads_the_report_at_any_time(
    client: Client, question: Consultation, planner: User
) -> None:
    client.force_login(planner)
    assert client.get(reverse("report", args=[question.slug])).status_code == 200


def test_after_the_close_everyone_reads_it(client: Client, counted: Consultation) -> None:
    assert client.get(reverse("report", args=[counted.slug])).status_code == 200


def test_every_verbatim_links_its_comment(client: Client, counted: Consultation) -> None:
    page = client.get(reverse("report", args=[counted.slug]))
    said = [one for _label, theme, _lean in page.context["themes"] for one in theme.verbatims]
    links = [reverse("comment", args=[counted.slug, one.public_id]) for one in said]
    assert links
    assert all(link in page.content.decode() for link in links)


def test_the_comments_file_has_a_line_per_released_comment(
    client: Client, counted: Consultation
) -> None:
    rows = list(csv.DictReader(io.StringIO(written(client, "report-comments-csv", counted))))
    assert len([row for row in rows if not row["parent"]]) == 13


def test_a_formula_in_a_comment_is_harmless_in_the_file(
    client: Client, counted: Consultation, people_speak: Speak
) -> None:
    one = people_speak(counted, 1)[0]
    Comment.objects.filter(pk=one.pk).update(text='=HYPERLINK("http://x","y")')
    release_consultation(counted.pk)
    rows = csv.DictReader(io.StringIO(written(client, "report-comments-csv", counted)))
    assert any(row["text"].startswith("'=HYPERLINK") for row in rows)


def test_a_comment_is_no_formula_where_french_excel_cuts_it(
    client: Client, counted: Consultation
) -> None:
    said_in(counted, ATTACK)
    text = written(client, "report-comments-csv", counted)
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip(" \"'").startswith("=") and cell[0] != "'"] == []
    rows = csv.DictReader(io.StringIO(text))
    assert ATTACK in {as_written(row["text"]) for row in rows}


def test_the_workbook_holds_every_word_as_text_and_as_it_was_written(
    client: Client, counted: Consultation
) -> None:
    said_in(counted, ATTACK)
    answer = client.get(reverse("report-comments-xlsx", args=[counted.slug]))
    page = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    cells = [cell for row in page.iter_rows() for cell in row]
    assert ATTACK in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b"}


def test_areas_are_a_table_too(client: Client, counted: Consultation) -> None:
    rows = list(csv.DictReader(io.StringIO(written(client, "report-areas-csv", counted))))
    assert [row["people"] for row in rows] == ["12"]


def test_areas_hold_ten_people_at_least(client: Client, counted: Consultation) -> None:
    found = json.loads(written(client, "report-areas-geojson", counted))
    assert [one["properties"]["people"] for one in found["features"]] == [12]


def test_the_offline_map_names_no_other_address(client: Client, counted: Consultation) -> None:
    page = written(client, "report-map", counted)
    assert "//cdn" not in page
    assert 'src="http' not in page


def test_the_offline_map_runs_no_word_of_a_comment_on_the_server(
    client: Client, counted: Consultation
) -> None:
    attack = "{{ 7 * 7 }} {{ cycler.__init__.__globals__.os.getpid() }} {% raw %} </script><img>"
    Comment.objects.filter(consultation=counted).update(text=attack)
    release_consultation(counted.pk)
    page = written(client, "report-map", counted)
    drawn = page.split('id="drawn">')[1].split("</script>")[0]
    said = json.loads(drawn)["cells"][0]["said"]
    assert [words for words, _who in said] == [attack] * 3
    assert "<img" not in page


def test_a_french_page_leads_to_a_table_that_a_french_office_opens(
    client: Client, make_question: Callable[..., Consultation]
) -> None:
    found = make_question("result")
    page = client.get(reverse("report", args=[found.slug]), headers={"Accept-Language": "fr"})
    plain = reverse("report-results-csv", args=[found.slug])
    french = plain.removesuffix("csv") + "fr.csv"
    assert french in page.content.decode()
    assert plain in client.get(reverse("report", args=[found.slug])).content.decode()
    heads = [
        b"".join(client.get(address)).decode("utf-8-sig").splitlines()[0]
        for address in (plain, french)
    ]
    assert heads[0].replace(",", ";") == heads[1]


def test_numbers_have_a_decimal_comma_for_a_french_office_only() -> None:
    sheet = Sheet("x", ["a", "b"], [[1.5, "c;=d"]])
    plain, french = (b"".join(csv_pieces(sheet, french=one)).decode() for one in (False, True))
    assert "1.5,c;'=d" in plain
    assert '1,5;"c;\'=d"' in french
