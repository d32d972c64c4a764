"""The one way to write down who did what."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from portal.changes import named
from portal.logs.requests import current
from portal.models import AuditEntry, User


def record(*, actor: Any, act: str, subject: Model, **facts: Any) -> AuditEntry:
    """Write that `actor` (None: the system) did `act` to `subject`.

    Call it inside the transaction of the act. facts: JSON values; changed: what
    `portal.changes` found, nothing else. Never personal data. Of residents only the number of
    their account is kept. What is said about the subject is in the facts too, so that the chain
    covers it.
    """
    return AuditEntry.objects.create(
        actor=actor if actor and actor.is_authenticated else None,
        who=actor.email if has_role(actor) else "",
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        facts={**facts, "about": _about(actor, subject)},
    )


def _about(actor: Any, subject: Model) -> dict[str, str]:
    """The subject in words, the question it belongs to, the number of the request.

    Not a resident's request: a proxy may have kept that number beside an address.
    """
    told = {
        "subject": named(subject),
        "question": getattr(subject, "audit_question", ""),
        "request": current() if has_role(actor) else "",
    }
    return {name: words for name, words in told.items() if words}


def has_role(actor: Any) -> bool:
    """Whether this person works here, so that the log names them."""
    return bool(
        actor and actor.is_authenticated and getattr(actor, "role", "") in set(User.Role) - _NOBODY
    )


_NOBODY = {User.Role.RESIDENT}
