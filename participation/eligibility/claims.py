"""Voting with a city account: what the identity service says about somebody when they sign in.

Read from what allauth keeps of the last sign-in. Kept are the number of the identity and the claims
that a vote which is not over asks for, nothing else: see `strip`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models.signals import pre_save
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.eligibility.areas import area_of, plain
from participation.eligibility.keys import keyed
from participation.models import Consultation, Phase
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
    if not any(said(data, rule["claim"]) for _uid, data in identities):
        raise NotAllowed(
            _(
                "This site keeps of your city account only what an open vote asks for. Sign out, "
                "and in again with your city account. If that changes nothing, put it right there "
                "or write to %(contact)s."
            )
            % {"contact": settings.CITY["contact"]},
            field="account",
        )
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


def asked_for(provider: str) -> set[str]:
    """The claims of this provider that votes ask for which are planned or open."""
    over = Phase.objects.filter(kind="vote", closes_at__lte=timezone.now())
    rules = (
        Consultation.objects.filter(
            status__in=(Consultation.Status.DRAFT, Consultation.Status.OPEN),
            eligibility__kind="claim",
        )
        .exclude(pk__in=over.values("consultation_id"))
        .values_list("eligibility", flat=True)
    )
    return {str(rule["claim"]) for rule in rules if rule.get("provider") == provider}


def reduced(data: Any, claims: Iterable[str]) -> dict[str, Any]:
    """`data` with the identity's number and these claims only, each where it was."""
    if not isinstance(data, dict):
        return {}
    names = [name for name in ("userinfo", "id_token") if isinstance(data.get(name), dict)]
    if names:
        return {name: _part(data[name], claims) for name in names}
    return _part(data, claims)


def _part(part: dict[str, Any], claims: Iterable[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {"sub": part["sub"]} if "sub" in part else {}
    for claim in claims:
        found = _at(part, claim)
        if found is None:
            continue
        if claim in part:
            kept[claim] = found
            continue
        *way, last = claim.split(".")
        inner = kept
        for name in way:
            inner = inner.setdefault(name, {})
        inner[last] = found
    return kept


def strip(account: SocialAccount, claims: Iterable[str]) -> bool:
    """Keep of what the service said only what is needed; whether something went. Not saved."""
    before = account.extra_data
    account.extra_data = reduced(before, sorted(claims))
    return bool(account.extra_data != before)


def strip_on_save(sender: Any, instance: SocialAccount, **facts: Any) -> None:
    """Before anything of a sign-in is stored."""
    strip(instance, asked_for(instance.provider))


# Loaded with the pages, so before anybody can sign in.
pre_save.connect(strip_on_save, SocialAccount, dispatch_uid="participation.strip_claims")


def to_strip(before: datetime) -> int:
    """How many identities hold more than a vote asks for. before: not used, all are looked at."""
    return sum(1 for _account in _stripped())


def strip_all(before: datetime) -> int:
    """Take out what no vote asks for any more; from how many identities."""
    number = 0
    for account in _stripped():
        SocialAccount.objects.filter(pk=account.pk).update(extra_data=account.extra_data)
        number += 1
    return number


def _stripped() -> Iterator[SocialAccount]:
    """Those that held too much, without it; what votes ask for is read once a provider."""
    asked = cache(asked_for)
    return (one for one in SocialAccount.objects.iterator() if strip(one, asked(one.provider)))
