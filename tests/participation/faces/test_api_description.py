"""The description of the API against what the API really answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from participation.models import Comment, Consultation
from participation.results import count_box
from portal.models import User
from tests.participation.voting import cast, close_and_open
from tests.twin.answered import answer_walking
from twin import scenarios
from twin.models import AnalysisRun, Indicator, Scenario

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


def require_as_described(client: Client, path: str, address: str) -> None:
    answer = client.get(address)
    media = answer["Content-Type"].partition(";")[0]
    schema = schema_of(path, answer.status_code, media)
    if "json" in media:
        validator = Draft202012Validator(schema)
        wrong = [
            f"{list(one.path)}: {one.message[:200]}" for one in validator.iter_errors(answer.json())
        ]
        assert not wrong, address


def lists() -> list[str]:
    return [
        path
        for path, operations in described()["paths"].items()
        if path.startswith("/api/") and operations["get"].get("tags") != ["files"]
    ]


@pytest.fixture
def everything(
    make_question: Callable[..., Consultation],
    make_voters: Callable[[int], list[User]],
    people_speak: Callable[..., list[Comment]],
) -> dict[str, str]:
    """A counted vote with voices and finished runs; what stands for each part of an address."""
    question = make_question("vote")
    people_speak(question, 3)
    options = list(question.options.order_by("position"))
    for voter in make_voters(6):
        cast(voter, question, [options[1].pk])
    plan = options[1].scenario
    _walked(scenarios.baseline(plan.base), 4.0)
    run = _walked(plan, 5.0)
    close_and_open(question)
    count_box(question.pk)
    return {"slug": question.slug, "fingerprint": run.fingerprint}


def _walked(scenario: Scenario, minutes: float) -> AnalysisRun:
    run = answer_walking(scenario, minutes)
    ends = [minutes - 1, minutes + 1.0001]
    values = {"low": ends[0], "central": minutes, "high": ends[1], "samples": ends}
    Indicator.objects.create(run=run, code="minutes_daily", unit="min", **values)
    return run


def test_every_answer_is_as_described(client: Client, everything: dict[str, str]) -> None:
    for path in lists():
        require_as_described(client, path, path.format(**everything))


def test_every_refusal_is_as_described(client: Client, everything: dict[str, str]) -> None:
    for path in lists():
        if "{" in path:
            nowhere = path.format(slug="nowhere", fingerprint="f" * 64)
            assert client.get(nowhere).status_code == 404
            require_as_described(client, path, nowhere)
    comments = "/api/consultations/{slug}/comments/"
    for wrong in ("replies=maybe", "stance=furious", "option=B"):
        address = f"{comments.format(**everything)}?{wrong}"
        assert client.get(address).status_code == 400, wrong
        require_as_described(client, comments, address)


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


def test_every_file_of_the_description_has_an_address(everything: dict[str, str]) -> None:
    parts = {
        **everything,
        "layer": "cars",
        "digest": "0" * 16,
        "z": "1",
        "x": "1",
        "y": "1",
    }
    files = [path for path in described()["paths"] if not path.startswith("/api/")]
    assert len(files) > 8
    for path in files:
        resolve(re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], path))


def test_any_page_may_read_what_everyone_may(client: Client, everything: dict[str, str]) -> None:
    elsewhere = {"Origin": "https://newsroom.example"}
    address = f"/api/consultations/{everything['slug']}/"
    answer = client.get(address, headers=elsewhere)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    ahead = {**elsewhere, "Access-Control-Request-Method": "POST"}
    assert "POST" not in client.options(address, headers=ahead)["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("address", ["/", "/desk/", "/me/", "/accounts/login/"])
def test_no_other_site_reads_pages_of_people(client: Client, address: str, db: None) -> None:
    answer = client.get(address, headers={"Origin": "https://newsroom.example"})
    assert "Access-Control-Allow-Origin" not in answer
