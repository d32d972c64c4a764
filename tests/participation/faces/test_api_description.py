"""The description of the API against what the API really answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator

from participation.models import Consultation
from portal import pace
from portal.sheets import KINDS
from tests.participation.crawling import templates

pytestmark = pytest.mark.django_db(transaction=True)


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    written = StringIO()
    call_command("spectacular", stdout=written)
    found: dict[str, Any] = yaml.safe_load(written.getvalue())
    return found


def schema_of(path: str, status: int, media: str) -> dict[str, Any]:
    answer = described()["paths"][path]["get"]["responses"][str(status)]
    return {**answer["content"][media]["schema"], "components": described()["components"]}


def require_as_described(client: Client, path: str, address: str) -> int:
    """The status of the answer, which must be as the description of the path says."""
    answer = client.get(address)
    media = answer["Content-Type"].partition(";")[0]
    schema = schema_of(path, answer.status_code, media)
    if "json" in media:
        told = json.loads(b"".join(answer) if answer.streaming else answer.content)
        validator = Draft202012Validator(schema)
        wrong = [f"{list(one.path)}: {one.message[:200]}" for one in validator.iter_errors(told)]
        assert not wrong, address
    return answer.status_code


def lists() -> list[str]:
    return [
        path
        for path, operations in described()["paths"].items()
        if path.startswith("/api/") and operations["get"].get("tags") != ["files"]
    ]


def test_every_answer_is_as_described(client: Client, everything: dict[str, str]) -> None:
    for path in lists():
        require_as_described(client, path, path.format(**everything))


def test_every_refusal_is_as_described(client: Client, everything: dict[str, str]) -> None:
    for path in lists():
        if "{" in path:
            nowhere = path.format(slug="nowhere", fingerprint="f" * 64)
            assert require_as_described(client, path, nowhere) == 404
    comments = "/api/consultations/{slug}/comments/"
    for wrong in ("replies=maybe", "stance=furious", "option=B"):
        address = f"{comments.format(**everything)}?{wrong}"
        assert require_as_described(client, comments, address) == 400, wrong


def test_option_letters_and_numbers_join_the_lists(
    client: Client, everything: dict[str, str]
) -> None:
    base = f"/api/consultations/{everything['slug']}"
    keys = {one["id"]: one["key"] for one in client.get(f"{base}/options/").json()}
    standings = client.get(f"{base}/result/").json()["standings"]
    comments = client.get(f"{base}/comments/").json()["results"]
    assert {one["option"]: one["key"] for one in standings} == keys
    assert {keys.get(one["option"], "") == one["option_key"] for one in comments} == {True}


def test_effects_have_a_unit_that_no_language_changes(
    client: Client, everything: dict[str, str]
) -> None:
    address = f"/api/consultations/{everything['slug']}/options/"
    told = [
        [
            (one["unit"], one["unit_code"], one["then"]["high"])
            for option in client.get(address, headers={"Accept-Language": language}).json()
            for one in option["effects"]
        ]
        for language in ("en", "fr")
    ]
    assert [one[1:] for one in told[0]] == [one[1:] for one in told[1]]
    assert ("minutes", "min", 6.0) in told[0]


def test_a_vote_that_has_closed_is_no_longer_in_its_vote(
    client: Client, everything: dict[str, str]
) -> None:
    told = client.get(f"/api/consultations/{everything['slug']}/").json()
    assert (told["status"], told["phase"]) == ("open", "result")


def test_the_description_names_who_answers_files_and_the_largest_page() -> None:
    told = described()
    assert told["info"]["contact"]["email"]
    assert told["info"]["license"]["url"].endswith("/data/")
    assert {"/c/{slug}/report/comments.csv", "/c/{slug}/count/bundle.zip"} <= told["paths"].keys()
    parameters = told["paths"]["/api/consultations/"]["get"]["parameters"]
    assert {one["name"]: one["schema"].get("maximum") for one in parameters}["page_size"] == 200


def files() -> list[str]:
    return [path for path in described()["paths"] if not path.startswith("/api/")]


# Pictures and papers for people, the reader's own, and what no program asks for.
NOT_OF_THE_API = (".svg", ".png", ".css", ".pdf", ".html", "receipt.json", "security.txt")


def test_every_file_of_the_site_is_in_the_description_and_no_other() -> None:
    of_the_site = {
        one for one in templates() if re.search(r"\.\w+$", one) and not one.endswith(NOT_OF_THE_API)
    }
    assert of_the_site <= set(files())
    assert set(files()) - of_the_site == {"/twin/table/{fingerprint}/{layer}/"}


def filled(path: str, everything: dict[str, str]) -> str:
    """An address that answers: results are named by the model, tables by the map."""
    layer = {"layer": "buildings"} if path.startswith("/twin/results/") else {}
    query = "?first=6&second=6" if path.endswith("consistency.json") else ""
    return path.format(**everything | layer) + query


def test_every_file_is_as_described(client: Client, everything: dict[str, str]) -> None:
    for path in files():
        assert require_as_described(client, path, filled(path, everything)) == 200, path
    table = "/twin/table/{fingerprint}/{layer}/"
    for kind in KINDS:
        require_as_described(client, table, f"{table.format(**everything)}?as={kind}")


NOWHERE = {
    "slug": "nowhere",
    "fingerprint": "f" * 64,
    "base": "e" * 64,
    "layer": "nothing",
    "name": "nothing",
    "digest": "f" * 16,
    "z": "1",
    "x": "1",
    "y": "1",
}


def test_what_is_not_there_is_told_to_a_program_as_described(client: Client, db: None) -> None:
    for path in files():
        if "{" in path:
            query = "?as=csv" if path.endswith("/") else ""
            assert require_as_described(client, path, f"{path.format(**NOWHERE)}{query}") == 404


def test_a_browser_is_told_the_same_as_a_page(client: Client, db: None) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = client.get("/c/nowhere/report/comments.csv", headers=browser)
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_report_that_is_not_public_yet_is_told_as_described(
    client: Client, question: Consultation
) -> None:
    early = [path for path in files() if "/report/" in path and "comments" not in path]
    assert len(early) > 9
    for path in early:
        assert require_as_described(client, path, path.format(slug=question.slug)) == 409


def test_wrong_queries_of_files_are_refused_as_described(
    client: Client, everything: dict[str, str]
) -> None:
    table, proof = "/twin/table/{fingerprint}/{layer}/", "/c/{slug}/log/consistency.json"
    for path, wrong in ((table, "as=pdf"), (proof, "first=x&second=6")):
        assert require_as_described(client, path, f"{path.format(**everything)}?{wrong}") == 400


WRONG = ["", "x", "-1", "1e999", "9" * 40, "NaN", "\x00", "é" * 300, "[]"]


def test_no_word_of_any_parameter_is_answered_otherwise_than_described(
    client: Client, everything: dict[str, str]
) -> None:
    seen = set()
    for path in lists():
        for one in described()["paths"][path]["get"].get("parameters", []):
            for word in WRONG if one["in"] == "query" else []:
                address = f"{path.format(**everything)}?{urlencode({one['name']: word})}"
                seen.add(require_as_described(client, path, address))
    assert seen == {200, 400, 404}


def test_who_asks_too_often_is_told_as_described(
    client: Client, everything: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "API_NETWORK", replace(pace.API_NETWORK, most=0))
    for path in lists():
        assert require_as_described(client, path, path.format(**everything)) == 429


def test_who_wants_another_form_is_told_as_described(
    client: Client, everything: dict[str, str]
) -> None:
    for path in lists():
        answer = client.get(path.format(**everything), headers={"Accept": "application/xml"})
        assert answer.status_code == 406
        schema = schema_of(path, 406, answer["Content-Type"])
        Draft202012Validator(schema).validate(answer.json())


@pytest.mark.parametrize("address", ["/api/", "/api/schema/", "/api/runs/", "/api/nothing/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_program_that_writes_is_told_that_nothing_can_be_sent(
    client: Client, address: str, method: str, db: None
) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == (404 if "nothing" in address else 405)
    assert answer["Content-Type"] == "application/problem+json"
    Draft202012Validator(described()["components"]["schemas"]["Problem"]).validate(answer.json())


@pytest.mark.parametrize("address", ["/api/schema/?format=xml", "/api/nothing/", "/nothing.csv"])
def test_what_leads_nowhere_is_json_for_a_program(client: Client, address: str, db: None) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_refusal_is_told_in_the_language_of_the_program(client: Client, db: None) -> None:
    asked = client.get("/api/nothing/", headers={"Accept-Language": "fr"})
    assert asked.json()["title"] == "Il n’y a rien à cette adresse."


def test_any_page_may_read_what_everyone_may(client: Client, everything: dict[str, str]) -> None:
    elsewhere = {"Origin": "https://newsroom.example"}
    for path in (*lists(), *files()):
        answer = client.get(filled(path, everything), headers=elsewhere)
        assert answer.headers.get("Access-Control-Allow-Origin") == "*", path
        assert "Access-Control-Allow-Credentials" not in answer
    address = f"/api/consultations/{everything['slug']}/"
    ahead = {**elsewhere, "Access-Control-Request-Method": "POST"}
    assert "POST" not in client.options(address, headers=ahead)["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("address", ["/", "/desk/", "/me/", "/accounts/login/"])
def test_no_other_site_reads_pages_of_people(client: Client, address: str, db: None) -> None:
    answer = client.get(address, headers={"Origin": "https://newsroom.example"})
    assert "Access-Control-Allow-Origin" not in answer
