"""Roles, audit, errors, registry, health and settings of the ground floor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory

from portal import audit, problems, roles
from portal.errors import BadInput, CivicError, Conflict, NotAllowed, TooLarge
from portal.models import AuditEntry, User
from portal.multilingual import pick
from portal.registry import Registry

ROOT = Path(__file__).resolve().parents[2]


def test_registry_keeps_order_and_names_what_it_knows() -> None:
    rules: Registry[int] = Registry("rule")
    rules.add("b", 2)
    rules.add("a", 1)
    assert list(rules) == ["b", "a"]
    with pytest.raises(KeyError, match="there are: b, a"):
        rules["c"]


def test_registry_refuses_a_second_item_of_one_name() -> None:
    rules: Registry[int] = Registry("rule")
    rules.add("a", 1)
    with pytest.raises(ValueError, match="there already"):
        rules.add("a", 2)


@pytest.mark.parametrize(
    ("predicate", "allowed"),
    [
        (roles.is_known, {"resident", "official", "planner", "operator"}),
        (roles.is_official, {"official", "planner", "operator"}),
        (roles.is_planner, {"planner", "operator"}),
        (roles.is_operator, {"operator"}),
    ],
)
def test_role_opens_what_it_should(predicate: Any, allowed: set[str]) -> None:
    opened = {role for role in User.Role.values if predicate(User(role=role))}
    assert opened == allowed
    assert not predicate(AnonymousUser())
    assert not predicate(User(role="operator", is_active=False))


def test_require_lets_the_system_act_and_stops_a_guest() -> None:
    roles.require(roles.is_operator, None)
    with pytest.raises(NotAllowed):
        roles.require(roles.is_known, AnonymousUser())


def test_audit_entry_says_who_did_what(official: User) -> None:
    audit.record(actor=official, act="person.renamed", subject=official, field="name")
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.act, entry.subject_type) == (
        official,
        "person.renamed",
        "portal.user",
    )


def test_one_address_is_one_account(resident: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANA@example.org")


def test_a_person_is_never_logged_by_address(resident: User) -> None:
    assert "@" not in str(resident)


def test_text_falls_back_to_a_language_that_is_there() -> None:
    assert pick({"fr": "Bonjour"}, "en") == "Bonjour"
    assert pick({"fr": "Bonjour", "en": "Hello"}, "fr-ca") == "Bonjour"
    assert pick(None) == ""


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadInput("x"), 400), (TooLarge("x"), 413), (NotAllowed("x"), 403), (Conflict("x"), 409)],
)
def test_problem_has_the_status_of_its_error(error: CivicError, status: int) -> None:
    request = RequestFactory().get("/api/x")
    answer = problems.ProblemMiddleware(lambda r: None).process_exception(request, error)
    assert answer is not None
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_other_errors_are_left_to_django() -> None:
    request = RequestFactory().get("/api/x")
    middleware = problems.ProblemMiddleware(lambda r: None)
    assert middleware.process_exception(request, ValueError()) is None


def test_live_answers_without_a_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


def test_production_refuses_to_start_on_defaults() -> None:
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG"}}
    done = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "DJANGO_SECRET_KEY" in done.stderr
