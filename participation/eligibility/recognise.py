"""From a request to vote to the voter, inside the cast's transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from participation.eligibility.areas import area_of
from participation.eligibility.catalogue import kind_of
from participation.eligibility.census.voting import census_voter
from participation.eligibility.claims import claim_voter
from participation.eligibility.codes.voting import code_voter
from participation.eligibility.keys import keyed
from portal.errors import NotAllowed
from portal.roles import is_known


@dataclass(frozen=True)
class Voter:
    """key: what stands on the roll, the same whenever this voter comes to this vote.

    person_id: their account where the rule counts accounts, else None. area: "" or its name.
    """

    key: bytes
    person_id: int | None
    area: str


class Origin(NamedTuple):
    """Where a request comes from. network: of network_of; device: of device_of; "" unknown."""

    network: str
    device: str


Kindred = Callable[[int, Mapping[str, Any], Any, Mapping[str, str], Origin], Voter]


def recognise(
    *,
    consultation_id: int,
    eligibility: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    network: str,
    device: str = "",
) -> Voter:
    """The voter, by the consultation's rule; raises NotAllowed, BadInput or TooOften in words.

    Call it after the gate's `select … for key share` of the consultation, in the same transaction:
    whoever revokes a code or changes a rule first takes `for update` there, and so waits for votes
    on their way, and is seen by all later ones. network, device: from portal.network. One query at
    most.
    """
    kind = kind_of(eligibility)
    if kind.needs_account and not is_known(actor):
        raise NotAllowed(_("Sign in to vote."))
    origin = Origin(network, device)
    return BY_KIND[kind.name](consultation_id, eligibility, actor, answers, origin)


def _by_email(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    _o: Origin,
) -> Voter:
    area = area_of(rule, answers)
    if not actor.has_confirmed_address:
        raise NotAllowed(
            _("Confirm your e-mail address first: we count one vote for each confirmed address.")
        )
    return Voter(keyed("voter by account", consultation_id, actor.pk), actor.pk, area)


def _by_code(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    at: Origin,
) -> Voter:
    key, area = code_voter(consultation_id, rule, actor, answers, at.network)
    return Voter(key, None, area)


def _by_claim(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    _o: Origin,
) -> Voter:
    key, area = claim_voter(consultation_id, rule, actor, answers)
    return Voter(key, actor.pk, area)


def _by_list(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    at: Origin,
) -> Voter:
    key, area = census_voter(consultation_id, rule, actor, answers, *at)
    return Voter(key, None, area)


BY_KIND: dict[str, Kindred] = {
    "email": _by_email,
    "area": _by_email,
    "code": _by_code,
    "claim": _by_claim,
    "census": _by_list,
}
