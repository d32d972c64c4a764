"""Which comments a decision may still be made to answer, and by whom."""

from __future__ import annotations

from typing import Any

from participation.models import Consultation
from portal.roles import is_official


def may_be_answered(person: Any, consultation: Consultation) -> bool:
    """Whether this person writes the decision on this question, or corrects it."""
    return consultation.status in ("open", "decided") and is_official(person)
