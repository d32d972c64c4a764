"""Postcodes and districts that a voter declares, or that a code or a list says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.errors import BadInput, NotAllowed
from portal.folding import without_accents


def plain(text: str) -> str:
    """`text` without case, accents, hyphens and spaces, to compare: "iledenantes"."""
    return "".join(sign for sign in without_accents(text[:200].casefold()) if sign.isalnum())


def area_of(rule: Mapping[str, Any], answers: Mapping[str, str], known: str = "") -> str:
    """The area of a voter as the rule writes it; "" when the rule asks for none.

    known: what their code or list entry says; it wins over what they declare. Raises BadInput when
    nothing is declared, NotAllowed when it is not one of the rule's areas.
    """
    area = rule.get("area")
    if not area:
        return known
    field = "postcode" if area["by"] == "postcode" else "district"
    given = known or answers.get(field, "")
    if not plain(given):
        raise BadInput(_missing(field), field=field)
    by_plain = {plain(name): name for name in area["names"]}
    found = by_plain.get(plain(given))
    if found is None:
        raise NotAllowed(
            _("This vote is for people of %(areas)s. You can still read and discuss the question.")
            % {"areas": in_words(area["names"])},
            field=field,
        )
    return found


def in_words(names: list[str]) -> str:
    """The first areas of a list, for a sentence."""
    return ", ".join(names[:8]) + (" …" if len(names) > 8 else "")


def _missing(field: str) -> str:
    if field == "postcode":
        return _("Write your postcode; this vote is for some postcodes only.")
    return _("Choose your district; this vote is for some districts only.")
