"""The kinds of rules for who may vote, in words for officials and for voters.

A consultation's `eligibility` is {"kind": name, …}, with for some kinds {"area": {"by": "postcode"
or "district", "names": […]}}; see `rules.cleaned_rule`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.errors import NotNow


@dataclass(frozen=True)
class Kind:
    """title, how: for officials, what it asks and what it is worth; who: for voters, who may vote.

    needs_account: voters sign in. takes_area: may be narrowed to postcodes or districts.
    """

    name: str
    title: str | Promise
    how: str | Promise
    who: str | Promise
    needs_account: bool
    takes_area: bool


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "email",
            _("Everyone with a confirmed e-mail address"),
            _(
                "One vote for each confirmed address. The lowest hurdle; somebody with several "
                "addresses could vote several times."
            ),
            _("Everyone who confirms an e-mail address may vote, once."),
            True,
            False,
        ),
        Kind(
            "area",
            _("People of an area, by their own word"),
            _(
                "A confirmed e-mail address, and the postcode or district that a person declares. "
                "Nobody checks what they declare."
            ),
            _("People who live in the area may vote, once. You say yourself where you live."),
            True,
            True,
        ),
        Kind(
            "code",
            _("Holders of a code from a letter"),
            _(
                "One vote for each printed code; no account is needed. As safe as your letters: "
                "whoever opens one can vote with it."
            ),
            _("Everyone with a code from the city's letter may vote, once. No account is needed."),
            False,
            True,
        ),
        Kind(
            "claim",
            _("People with a city account"),
            _(
                "They sign in with the city's identity service, which says what you ask for, "
                "such as the town they live in."
            ),
            _("People whose city account shows that they belong here may vote, once."),
            True,
            True,
        ),
        Kind(
            "census",
            _("People on a list"),
            _(
                "They give what your list holds, such as name, birth date and postcode; no account "
                "is needed. Whoever knows these facts about a person could vote for them."
            ),
            _("People on the city's list may vote, once. No account is needed."),
            False,
            True,
        ),
    )
}


def kind_of(eligibility: Mapping[str, Any]) -> Kind:
    """The kind of a rule; raises NotNow for one that this version does not know."""
    kind = KINDS.get(str(eligibility.get("kind", "")))
    if kind is None:
        raise NotNow(_("Who may vote here is not set up yet. Come back later."))
    return kind


def needs_account(eligibility: Mapping[str, Any]) -> bool:
    """Whether voters sign in; else their code, or what the list holds, is enough."""
    return kind_of(eligibility).needs_account
