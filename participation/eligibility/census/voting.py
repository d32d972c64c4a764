"""Voting by a list: what somebody gives is normalised, hashed and looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from participation.eligibility import limits
from participation.eligibility.areas import area_of
from participation.eligibility.census.normal import normal_date, normal_name, normal_postcode
from participation.eligibility.keys import keyed
from portal.errors import BadInput

_FIND = "select area from participation_censuskey where consultation_id = %s and digest = %s"
FIELDS = ("name", "birth_date", "postcode")


def digest_of(consultation_id: int, facts: list[str]) -> bytes:
    """What is stored of a person: a keyed hash of their normalised facts, another in each vote."""
    return keyed("census", consultation_id, *facts)


def census_voter(
    consultation_id: int,
    rule: Mapping[str, Any],
    actor: Any,
    answers: Mapping[str, str],
    network: str,
    device: str = "",
) -> tuple[bytes, str]:
    """(voter key, area) of the person with these facts; raises in the voter's words. One query."""
    facts = [_fact(name, answers.get(name, "")) for name in rule["fields"]]
    tried = limits.begin(consultation_id, actor, network, named=facts[0], device=device)
    digest = digest_of(consultation_id, facts)
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [consultation_id, digest])
        row = cursor.fetchone()
    if row is None:
        tried.was_wrong()
        raise BadInput(
            _(
                "We do not find you on the list with this. Write your name as on your official "
                "papers and check the rest. If it is all right, write to %(contact)s."
            )
            % {"contact": settings.CITY["contact"]},
            field="name",
        )
    tried.was_right()
    return keyed("voter by list", consultation_id, digest), area_of(rule, answers, row[0])


def _fact(name: str, typed: str) -> str:
    if name == "name":
        if found := normal_name(typed):
            return found
        raise BadInput(_("Write your first name and your family name."), field=name)
    if name == "birth_date":
        if found := normal_date(typed):
            return found
        raise BadInput(
            _("Write your date of birth as day, month and year, such as 29/02/1980."), field=name
        )
    if found := normal_postcode(typed):
        return found
    raise BadInput(_("Write your postcode."), field=name)
