"""Voting with a city account: what the identity service says about somebody when they sign in.

Read from what allauth keeps of the last sign-in; nothing of it is stored again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.translation import gettext as _

from participation.eligibility.areas import area_of, plain
from participation.eligibility.keys import keyed
from portal.errors import NotAllowed


def claim_voter(
    consultation_id: int, rule: Mapping[str, Any], actor: Any, answers: Mapping[str, str]
) -> tuple[bytes, str]:
    """(voter key, area) of `actor` by their identity; raises NotAllowed. One query.

    The key is of the identity, not of the account here: two accounts of one identity are one voter.
    """
    rows = SocialAccount.objects.filter(user_id=actor.pk, provider=rule["provider"])
    identities = list(rows.order_by("pk").values_list("uid", "extra_data"))
    if not identities:
        raise NotAllowed(
            _("Sign in with your city account to vote on this question."), field="account"
        )
    wanted = {plain(str(value)) for value in rule["values"]}
    for uid, data in identities:
        if wanted & {plain(value) for value in said(data, rule["claim"])}:
            area = area_of(rule, answers)
            return keyed("voter by identity", consultation_id, rule["provider"], uid), area
    raise NotAllowed(
        _(
            "Your city account does not show that you may vote here. If you have moved or it is "
            "out of date, put it right there and sign in again, or write to %(contact)s."
        )
        % {"contact": settings.CITY["contact"]},
        field="account",
    )


def said(data: Any, claim: str) -> list[str]:
    """All values of `claim` ("locality", "address.locality") in what the service said, as text."""
    if not isinstance(data, dict):
        return []
    # allauth keeps both answers apart; before its version 65.11 there was one.
    parts = [data[name] for name in ("userinfo", "id_token") if isinstance(data.get(name), dict)]
    found = [_at(part, claim) for part in parts or [data]]
    flat = [value for one in found for value in (one if isinstance(one, list) else [one])]
    return [_text(value) for value in flat if isinstance(value, str | int | bool)]


def _at(data: dict[str, Any], claim: str) -> Any:
    """A claim's own name may hold dots ("https://city.example/home"): first it is tried whole."""
    if claim in data:
        return data[claim]
    found: Any = data
    for name in claim.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
