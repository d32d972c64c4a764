"""The API: what it says, how it is described, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from openapi_spec_validator import validate

from participation.models import Comment, Consultation

Speak = Callable[..., list[Comment]]


@pytest.fixture
def comments_of(client: Client, question: Consultation) -> Callable[..., dict]:
    """comments_of(stance="for") -> the decoded list."""

    def ask(**filters: object) -> dict:
        found = client.get(f"/api/consultations/{question.slug}/comments/", filters)
        assert found.status_code == 200, found.content
        return found.json()

    return ask


def test_the_description_is_valid_openapi_without_a_warning() -> None:
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    described = yaml.safe_load(written.getvalue())
    validate(described)
    assert described["openapi"].startswith("3.1")


def test_the_description_is_served(client: Client, db: None) -> None:
    assert client.get("/api/schema/").status_code == 200


def test_the_root_leads_to_every_list(client: Client, db: None) -> None:
    lists = client.get("/api/").json()
    assert {client.get(address).status_code for address in lists.values()} == {200}


def test_a_consultation_tells_its_phases(client: Client, question: Consultation) -> None:
    told = client.get(f"/api/consultations/{question.slug}/").json()
    assert [phase["kind"] for phase in told["phases"]] == ["inform", "discuss", "vote", "result"]


def test_a_draft_is_not_in_the_api(
    client: Client, make_question: Callable[..., Consultation]
) -> None:
    make_question("discuss", slug="secret", status="draft")
    assert client.get("/api/consultations/").json()["count"] == 0
    assert client.get("/api/consultations/secret/").status_code == 404


def test_options_keep_their_letters(client: Client, question: Consultation) -> None:
    told = client.get(f"/api/consultations/{question.slug}/options/").json()
    assert [option["key"] for option in told] == ["A", "B", "C"]


def test_comments_hold_no_author_and_no_place(
    question: Consultation, people_speak: Speak, comments_of: Callable[..., dict]
) -> None:
    people_speak(question, 2)
    row = comments_of(replies=False)["results"][0]
    assert not {"author_id", "geometry", "email"} & set(row)


def test_comments_filter_by_stance(
    question: Consultation, people_speak: Speak, comments_of: Callable[..., dict]
) -> None:
    people_speak(question, 9)
    found = comments_of(stance="for", replies=False)
    assert {row["stance"] for row in found["results"]} == {"for"}


def test_a_filter_off_the_list_of_values_is_a_problem(
    client: Client, question: Consultation
) -> None:
    answer = client.get(f"/api/consultations/{question.slug}/comments/", {"stance": "furious"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_page_has_at_most_two_hundred_rows(
    question: Consultation, people_speak: Speak, comments_of: Callable[..., dict]
) -> None:
    people_speak(question, 210)
    assert len(comments_of(page_size=10_000)["results"]) == 200


def test_the_same_question_twice_is_answered_with_not_modified(
    client: Client, question: Consultation
) -> None:
    first = client.get("/api/consultations/")
    again = client.get("/api/consultations/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_new_comment_changes_the_etag(
    client: Client, question: Consultation, people_speak: Speak
) -> None:
    address = f"/api/consultations/{question.slug}/comments/"
    before = client.get(address)["ETag"]
    people_speak(question, 1)
    assert client.get(address)["ETag"] != before


def test_an_open_vote_has_no_standings(client: Client, question: Consultation) -> None:
    told = client.get(f"/api/consultations/{question.slug}/result/").json()
    assert (told["ballots"], told["standings"], told["exact"]) == (None, [], False)


def test_an_unknown_address_is_problem_json(client: Client, db: None) -> None:
    answer = client.get("/api/consultations/nowhere/")
    assert answer.status_code == 404
    assert json.loads(answer.content)["status"] == 404


def test_writing_is_not_offered(client: Client, question: Consultation) -> None:
    assert client.post("/api/consultations/", {}).status_code == 405


@pytest.mark.parametrize(
    ("phase", "status", "told"),
    [(one, "open", one) for one in ("inform", "discuss", "vote", "result")]
    + [("result", "decided", "decided")],
)
def test_a_program_is_told_the_phase_that_a_question_is_in(
    client: Client, make_question: Callable[..., Consultation], phase: str, status: str, told: str
) -> None:
    found = make_question(phase, status=status)
    row = client.get(f"/api/consultations/{found.slug}/").json()
    assert (row["status"], row["phase"]) == (status, told)


def test_models_say_what_they_leave_out(client: Client, db: None) -> None:
    told = client.get("/api/models/").json()["results"]
    assert all(model["not_modelled"] for model in told)
