"""The one way to write down who did what."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portal.models import AuditEntry, User


def record(*, actor: Any, act: str, subject: Model, **facts: Any) -> AuditEntry:
    """Write that `actor` (None: the system) did `act` to `subject`.

    Call it inside the transaction of the act. facts: JSON values; never personal data or text
    that a person wrote. Of residents only the number of their account is kept.
    """
    return AuditEntry.objects.create(
        actor=actor if actor and actor.is_authenticated else None,
        who=actor.email if has_role(actor) else "",
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts=facts,
    )


def has_role(actor: Any) -> bool:
    """Whether this person works here, so that the log names them."""
    return bool(
        actor and actor.is_authenticated and getattr(actor, "role", "") in set(User.Role) - _NOBODY
    )


_NOBODY = {User.Role.RESIDENT}
