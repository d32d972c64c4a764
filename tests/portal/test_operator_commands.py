"""What an operator types: giving roles, reading the audit log."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.audit import record
from portal.models import AuditEntry, User


def said(*words: str, **options: object) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def test_an_operator_makes_a_resident_an_official_and_it_is_written_down(resident: User) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True)
    said("role", resident.email.upper(), "official")
    resident.refresh_from_db()
    entry = AuditEntry.objects.get(act="person.role")
    assert resident.role == "official"
    assert entry.done == {"changed": {"role": ["resident", "official"]}}


def test_a_role_for_nobody_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="sign up first"):
        said("role", "nobody@example.org", "official")


def test_without_words_it_lists_who_has_a_role(resident: User, official: User) -> None:
    listed = said("role")
    assert official.email in listed
    assert resident.email not in listed


def test_the_audit_log_is_read_by_kind_of_act(official: User) -> None:
    for act in ("codes.make", "paper.begin"):
        record(actor=official, act=act, subject=official, size=3)
    lines = [json.loads(line) for line in said("audit", act="codes.", json=True).splitlines()]
    assert [(line["who"], line["act"], line["facts"]) for line in lines] == [
        (official.email, "codes.make", {"size": 3})
    ]


def test_the_audit_log_is_read_for_the_last_days(official: User) -> None:
    before = timezone.now() - timedelta(days=9)
    with mock.patch.object(timezone, "now", return_value=before):
        record(actor=None, act="paper.begin", subject=official)
    record(actor=None, act="paper.box", subject=official)
    assert "paper.begin" not in said("audit", days=7)
