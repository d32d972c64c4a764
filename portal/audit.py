"""The one way to write down who did what."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portal.models import AuditEntry


def record(*, actor: Any, act: str, subject: Model, **facts: Any) -> AuditEntry:
    """Write that `actor` (None: the system) did `act` to `subject`.

    Call it inside the transaction of the act. facts: JSON values; never personal data or text
    that a person wrote.
    """
    return AuditEntry.objects.create(
        actor=actor if actor and actor.is_authenticated else None,
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )
