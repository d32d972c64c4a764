"""The answers to a question: add, change, take out."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participation.editing import cleaned, require_no_ballot, require_seen
from participation.models import Comment, Consultation, Option
from portal.audit import record
from portal.errors import BadInput, Conflict, NotNow
from portal.roles import is_official, require

OPTION_FIELDS = {"name", "summary", "scenario"}


@transaction.atomic
def add_option(
    *,
    actor: Any,
    consultation: Consultation,
    scenario: Any,
    name: dict[str, str],
    summary: dict[str, str] | None = None,
    is_baseline: bool = False,
) -> Option:
    """Add a published scenario as an option, last in the list; until the first ballot."""
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_no_ballot(current)
    _require_published(scenario)
    if is_baseline and current.options.filter(is_baseline=True).exists():
        raise Conflict(_("There is an option already that keeps things as they are."))
    last = current.options.aggregate(last=Max("position"))["last"] or 0
    values = cleaned({"name": name, "summary": summary or {}}, OPTION_FIELDS)
    if not values["name"]:
        raise BadInput(_("Give the option a name, in one language at least."), field="name")
    option = Option.objects.create(
        consultation=current,
        scenario=scenario,
        position=last + 1,
        is_baseline=is_baseline,
        **values,
    )
    record(actor=actor, act="option.add", subject=option, consultation=current.slug)
    return option


@transaction.atomic
def edit_option(*, actor: Any, option: Option, seen_version: int, **fields: Any) -> Option:
    """Change an option's name, summary or scenario revision (the last until the first ballot)."""
    require(is_official, actor)
    current = Option.objects.select_for_update().get(pk=option.pk)
    require_seen(current, seen_version)
    values = cleaned(fields, OPTION_FIELDS)
    if "scenario" in values and values["scenario"].pk != current.scenario_id:
        require_no_ballot(Consultation.objects.select_for_update().get(pk=option.consultation_id))
        _require_published(values["scenario"])
    for name, value in values.items():
        setattr(current, name, value)
    current.edit_version = seen_version + 1
    current.save()
    record(actor=actor, act="option.edit", subject=current, changed=sorted(values))
    return current


@transaction.atomic
def remove_option(*, actor: Any, option: Option) -> None:
    """Take an option out; until the first ballot, and not one that people have commented on."""
    require(is_official, actor)
    require_no_ballot(Consultation.objects.select_for_update().get(pk=option.consultation_id))
    if Comment.objects.filter(option=option).exists():
        raise NotNow(_("People have commented on this option, so it stays on the list."))
    record(actor=actor, act="option.remove", subject=option)
    option.delete()


def _require_published(scenario: Any) -> None:
    if scenario.status != "published":
        raise BadInput(_("Publish the scenario first; a draft can still change."), field="scenario")
