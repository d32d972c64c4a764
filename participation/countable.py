"""Whether votes on a question can be counted: by which rules, and what the chosen one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from participation.models import Consultation, Option
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice, Flaw
from participation.tallies.rule import TallyRule
from participation.verifier.recount import can_recount
from portal.errors import BadInput
from portal.multilingual import pick


def require_countable(current: Consultation) -> None:
    """Raise BadInput when a question that is open could no longer be counted by its rule."""
    if current.status == Consultation.Status.DRAFT or current.ballot_rule not in RULES:
        return
    if unchecked := why_unchecked(current.ballot_rule):
        raise BadInput(unchecked, field="rule")
    choices = ballot_choices(current.options.all())
    for flaw in RULES[current.ballot_rule].flaws(choices, current.ballot_settings):
        raise BadInput(said(flaw), field=flaw.field)


def read_settings(rule: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of `rule` out of `given`, checked and with defaults; raises BadInput."""
    if rule not in RULES:
        raise BadInput(_("Choose how votes are counted."), field="rule")
    try:
        return RULES[rule].filled(given)
    except Flaw as flaw:
        raise BadInput(said(flaw), field=flaw.field) from flaw


def said(flaw: Flaw) -> str:
    """A flaw in the reader's language."""
    words = _(flaw.message)
    return words % flaw.values if flaw.values else words


def ballot_choices(options: Iterable[Option]) -> list[Choice]:
    """Options as the tallies know them."""
    return [
        Choice(one.pk, None if one.cost is None else Fraction(one.cost), one.is_baseline)
        for one in options
    ]


def rule_flaws(consultation: Consultation) -> list[str]:
    """Sentences that say what the rule, its settings or the costs still lack."""
    if consultation.ballot_rule not in RULES:
        return [_("Choose how votes are counted.")]
    if unchecked := why_unchecked(consultation.ballot_rule):
        return [unchecked]
    rule = RULES[consultation.ballot_rule]
    options = list(consultation.options.all())
    found = rule.flaws(ballot_choices(options), consultation.ballot_settings)
    labels = {one.name: _(one.label) for one in rule.settings}
    labels |= {f"cost-{one.pk}": pick(one.name) for one in options}
    told = _("%(label)s: %(said)s")
    return [told % {"label": labels[flaw.field], "said": said(flaw)} for flaw in found]


def offered_rules() -> list[tuple[str, TallyRule]]:
    """(name, rule) of the ways of counting that an official may choose."""
    return [(name, rule) for name, rule in RULES.items() if not why_unchecked(name)]


def why_unchecked(rule: str) -> str:
    """Why nobody could check a count by this rule; "" where verify.py counts by it too.

    Found after the close, its votes could not be published: so it is asked before the opening.
    """
    if can_recount(rule):
        return ""
    told = _(
        "“%(rule)s” cannot be used yet: verify.py, with which everyone checks the count, does not "
        "know it. Choose another way of counting."
    )
    return told % {"rule": _(RULES[rule].title)}
