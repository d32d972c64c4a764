"""The answers to a question, what they cost, and the rule by which votes on them are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from participation.countable import read_settings, require_countable
from participation.editing import (
    cleaned,
    require_no_ballot,
    require_not_over,
    require_seen,
    require_words,
    require_words_kept,
)
from participation.history import is_relied_on, pieces_of, trace, whole_option
from participation.models import Comment, Consultation, Option
from participation.standing import opening_kept
from participation.tallies.catalogue import RULES
from portal.audit import record
from portal.changes import changed, unsaved, values_of
from portal.errors import BadInput, NotNow
from portal.multilingual import pick
from portal.roles import is_official, require

OPTION_FIELDS = {"name", "summary", "scenario", "cost"}
ADDED = {*OPTION_FIELDS, "position", "is_baseline"}
DEAREST = Decimal("999999999999.99")


@transaction.atomic
def add_option(
    *,
    actor: Any,
    consultation: Consultation,
    scenario: Any,
    name: dict[str, str],
    summary: dict[str, str] | None = None,
    is_baseline: bool = False,
    cost: Decimal | int | str | None = None,
    reason: str = "",
) -> Option:
    """Add a published scenario as an option, last in the list; until the first ballot.

    cost: in the city's currency, where the question shares out a budget. reason: history.trace.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_not_over(current)
    require_no_ballot(current)
    _require_published(scenario)
    if is_baseline:
        _require_only_baseline(current.options.all())
    last = current.options.aggregate(last=Max("position"))["last"] or 0
    values = cleaned({"name": name, "summary": summary or {}}, OPTION_FIELDS)
    require_words(values["name"], "name")
    option = Option(
        consultation=current,
        scenario=scenario,
        position=last + 1,
        is_baseline=is_baseline,
        cost=read_cost(cost),
        **values,
    )
    pieces = [{"what": "option", "old": None, "new": whole_option(option)}]
    with opening_kept(current):
        option.save()
    require_countable(current)
    facts = trace(actor=actor, current=current, pieces=pieces, reason=reason)
    added = changed({}, values_of(option, ADDED))
    record(actor=actor, act="option.add", subject=option, changed=added, **facts)
    return option


@transaction.atomic
def edit_option(
    *,
    actor: Any,
    option: Option,
    seen_version: int,
    is_baseline: bool | None = None,
    reason: str = "",
    **fields: Any,
) -> Option:
    """Change an option; from the first ballot on, its summary only. reason: history.trace.

    is_baseline: whether another scenario, where one is given, keeps things as they are. A name in
    one more language may be added after the first ballot. What an option of an open question would
    do to the city is fixed from the first letter or printed ballot on.
    """
    require(is_official, actor)
    consultation = Consultation.objects.select_for_update().get(pk=option.consultation_id)
    require_not_over(consultation)
    current = Option.objects.select_for_update().get(pk=option.pk)
    require_seen(current, seen_version)
    values = cleaned(fields, OPTION_FIELDS)
    if "cost" in values:
        values["cost"] = read_cost(values["cost"])
    other_scenario = "scenario" in values and values["scenario"].pk != current.scenario_id
    other_cost = values.get("cost", current.cost) != current.cost
    if other_scenario or other_cost:
        require_no_ballot(consultation)
    called = values.get("name", current.name)
    require_words_kept(consultation, "name", current.name, called)
    require_words(called, "name")
    if other_scenario:
        _require_scenario_free(consultation)
        _require_published(values["scenario"])
        if is_baseline:
            _require_only_baseline(consultation.options.exclude(pk=current.pk))
        if is_baseline is not None:
            current.is_baseline = is_baseline
    pieces = pieces_of(current, values, option=current.name)
    if not pieces:
        return current
    for name, value in values.items():
        setattr(current, name, value)
    edited = unsaved(current, {*OPTION_FIELDS, "is_baseline"})
    current.edit_version = seen_version + 1
    with opening_kept(consultation):
        current.save()
    if other_cost:
        require_countable(consultation)
    facts = trace(actor=actor, current=consultation, pieces=pieces, reason=reason)
    record(actor=actor, act="option.edit", subject=current, changed=edited, **facts)
    return current


@transaction.atomic
def remove_option(*, actor: Any, option: Option, reason: str = "") -> None:
    """Take an option out; until the first ballot, and not one that people have commented on.

    reason: history.trace.
    """
    require(is_official, actor)
    consultation = Consultation.objects.select_for_update().get(pk=option.consultation_id)
    require_not_over(consultation)
    require_no_ballot(consultation)
    if Comment.objects.filter(option=option).exists():
        raise NotNow(_("People have commented on this option, so it stays on the list."))
    pieces = [{"what": "option", "old": whole_option(option), "new": None}]
    facts = trace(actor=actor, current=consultation, pieces=pieces, reason=reason)
    removed = changed(values_of(option, ADDED), {})
    record(actor=actor, act="option.remove", subject=option, changed=removed, **facts)
    with opening_kept(consultation):
        option.delete()
    require_countable(consultation)


@transaction.atomic
def set_rule(
    *,
    actor: Any,
    consultation: Consultation,
    seen_version: int,
    rule: str,
    settings: Mapping[str, Any],
    costs: Mapping[int, Decimal | int | str | None] | None = None,
    reason: str = "",
) -> Consultation:
    """Choose how votes are counted, with its settings and what each option costs.

    costs: option id -> cost; options that it leaves out keep theirs. Fixed from the first ballot
    on. Raises BadInput (field: a setting's name, or "cost-<option id>"), Conflict, NotNow.
    reason: history.trace.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_seen(current, seen_version)
    require_not_over(current)
    require_no_ballot(current)
    was, spelled_out = _counting(current), _spelled_out(current)
    current.ballot_rule, current.ballot_settings = rule, read_settings(rule, settings)
    now = _counting(current)
    pieces = [] if now in (was, spelled_out) else [{"what": "rule", "old": was, "new": now}]
    options = list(current.options.all())
    before = _prices(options)
    for option in options:
        if option.pk in (costs or {}):
            cost = read_cost((costs or {})[option.pk], field=f"cost-{option.pk}")
            pieces += pieces_of(option, {"cost": cost}, option=option.name)
            option.cost = cost
    if not pieces:
        return current
    priced = changed(before, _prices(options))
    Option.objects.bulk_update(options, ["cost"])
    chosen = unsaved(current, ["ballot_rule", "ballot_settings"])
    current.edit_version += 1
    current.save()
    require_countable(current)
    facts = trace(actor=actor, current=current, pieces=pieces, reason=reason)
    told = chosen | priced
    record(actor=actor, act="consultation.rule", subject=current, changed=told, **facts)
    return current


def _counting(current: Consultation) -> dict[str, Any]:
    """The rule and its settings as the history keeps them."""
    return {"rule": current.ballot_rule, "settings": current.ballot_settings}


def _spelled_out(current: Consultation) -> dict[str, Any]:
    """The same with the settings that nobody chose, as read_settings fills them in."""
    was = _counting(current)
    if current.ballot_rule in RULES:
        was["settings"] = RULES[current.ballot_rule].filled(current.ballot_settings)
    return was


def _prices(options: Iterable[Option]) -> dict[str, Decimal | None]:
    """What each option costs, by its number and name, for the audit log."""
    return {f"cost of option {one.position} “{one.audit_title}”": one.cost for one in options}


def read_cost(given: Decimal | int | str | None, field: str = "cost") -> Decimal | None:
    """A cost to the cent, None where there is none; raises BadInput."""
    if given is None or given == "":
        return None
    try:
        cost = Decimal(str(given)).quantize(Decimal("0.01"))
    except ArithmeticError:
        cost = Decimal("NaN")
    if not cost.is_finite() or not 0 <= cost <= DEAREST:
        raise BadInput(
            _("Write an amount of money, such as 250000 or 1999.50."),
            field=field,
        )
    return cost


def _require_scenario_free(consultation: Consultation) -> None:
    if is_relied_on(consultation):
        raise NotNow(
            _(
                "Letters or ballots are printed or a vote was cast, so what this option would do "
                "stays as people know it. Its sentence can still be changed."
            ),
            field="scenario",
        )


def _require_only_baseline(others: QuerySet[Option]) -> None:
    if others.filter(is_baseline=True).exists():
        told = _("There is an option already that keeps things as they are.")
        raise NotNow(told, field="scenario")


def _require_published(scenario: Any) -> None:
    """Raise BadInput for a draft or a plan that not everyone may see; holds it until the commit.

    Taking the plan back from the public's eyes waits for the same row (twin.showing).
    """
    stored = type(scenario).objects.select_for_update(of=("self",)).get(pk=scenario.pk)
    if stored.status != "published":
        raise BadInput(_("Publish the scenario first; a draft can still change."), field="scenario")
    if stored.visibility != "public":
        raise BadInput(
            _("Only planners may see this plan. Let everyone see it first, or choose another."),
            field="scenario",
        )


def hold_scenarios(current: Consultation) -> None:
    """Hold the plans behind the options until the commit, so that none is taken back meanwhile."""
    plans = Option.scenario.field.related_model.objects
    ids = current.options.values("scenario")
    list(plans.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def why_held(scenario: Any) -> str:
    """Why a plan stays public: the question that shows it; "" where none does."""
    shown = (Consultation.Status.OPEN, Consultation.Status.DECIDED)
    option = Option.objects.filter(scenario=scenario, consultation__status__in=shown).first()
    if option is None:
        return ""
    told = _("The question “%(title)s” shows this plan to everyone, so it stays public.")
    return told % {"title": pick(option.consultation.question)}
