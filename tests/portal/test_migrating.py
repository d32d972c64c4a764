"""Migrating back destroys nothing silently."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal import audit
from portal.models import AuditEntry, User


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["0003", "zero"])
def test_the_chain_of_the_audit_log_is_not_migrated_away(target: str, official: User) -> None:
    audit.record(actor=official, act="test.act", subject=official)
    words = r"chain over \d+ entries of the audit log.*Nothing was changed\."
    with pytest.raises(CommandError, match=words):
        call_command("migrate", "portal", target, verbosity=0)
    assert AuditEntry.objects.exists()
