"""Whether a session has shown a second factor, and whether its person still has to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.conf import settings

from portal.models import User

_RECORDS_OF = "account_authentication_methods_user"
SET_UP = "second-factor-set-up"
"""In the session: whose second factor was set up in it."""
NEXT = "second_factor_next"
"""In the session: where somebody was going when they were led to set one up."""
STRENGTH = "identity-strength"
"""In the session, by portal.city_accounts: {"sub": …, "acr": …, "amr": […]}, how the identity
service knows the person."""


def awaits(session: Mapping[str, Any], person: User) -> bool:
    """Whether the desk stays shut for them until they have shown a second factor."""
    return bool(
        settings.SECOND_FACTOR
        and person.role != User.Role.RESIDENT
        and not has_shown(session, person)
    )


def has_shown(session: Mapping[str, Any], person: User) -> bool:
    """Whether a second factor of this person's own was shown in this session, or set up in it."""
    if session.get(SET_UP) == person.pk:
        return True
    records = session.get(RECORDS, []) if session.get(_RECORDS_OF) == str(person.pk) else []
    return any(one.get("method") == "mfa" for one in records) or _vouched(session, records)


def _vouched(session: Mapping[str, Any], records: list[dict[str, Any]]) -> bool:
    """Whether the identity service says so of the very account that they signed in with."""
    said = session.get(STRENGTH) or {}
    with_account = any(
        one.get("method") == "socialaccount" and one.get("uid") == said.get("sub")
        for one in records
    )
    amr = said.get("amr")
    return with_account and (
        said.get("acr") in settings.SECOND_FACTOR_ACR
        or bool(set(amr if isinstance(amr, list) else ()) & set(settings.SECOND_FACTOR_AMR))
    )
