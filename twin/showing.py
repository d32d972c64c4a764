"""What becomes of a published plan: shown to everyone or planners only, withdrawn for good."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import audit
from portal.changes import changed
from portal.errors import BadInput, NotNow
from portal.guard import clean_text
from portal.registry import Registry
from portal.roles import is_planner, require
from twin.models import Scenario

MOST_REASON = 500
HOLDERS: Registry[str] = Registry("holder")
"""Names of functions that say why a plan has to stay public, "" where it may be taken back."""


@transaction.atomic
def show_scenario(*, actor: Any, scenario: Scenario, visibility: str) -> Scenario:
    """Let everyone or planners only see a published plan; it stays the same plan.

    Raises NotNow for a draft, and when something public still shows it (HOLDERS). Takes the
    plan's row for update, as whatever begins to show it does, so one of two waits for the other.
    """
    require(is_planner, actor)
    if visibility not in Scenario.Visibility.values:
        raise BadInput(_("Choose who may see the plan."), field="visibility")
    locked = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if locked.status != Scenario.Status.PUBLISHED:
        raise NotNow(_("Only a published plan can be shown or taken back."))
    if locked.visibility == visibility:
        return locked
    if visibility == Scenario.Visibility.PRIVATE and (why := _why_held(locked)):
        raise NotNow(why, field="visibility")
    before, locked.visibility = locked.visibility, visibility
    locked.save(update_fields=["visibility"])
    audit.record(
        actor=actor,
        act="scenario.show",
        subject=locked,
        series=str(locked.series),
        changed=changed({"visibility": before}, {"visibility": visibility}),
    )
    return locked


@transaction.atomic
def withdraw_scenario(*, actor: Any, scenario: Scenario, reason: str) -> Scenario:
    """Take a published plan out of the lists, for good; its page stays and says why.

    reason: for everyone to read. No question can choose it from here on. Raises BadInput without
    a reason; NotNow for a draft, for the city as it is, and while something public shows the plan
    (HOLDERS): a question gives its option up first, with a reason in its history, and none can
    once a ballot is cast.
    """
    require(is_planner, actor)
    if not reason.strip():
        raise BadInput(_("Say why, for everyone to read."), field="reason")
    reason = clean_text(reason, most=MOST_REASON, field="reason")
    locked = Scenario.objects.select_for_update(of=("self",)).select_related("base")
    plan = locked.get(pk=scenario.pk)
    if plan.status != Scenario.Status.PUBLISHED or plan.digest == plan.base.digest:
        raise NotNow(_("Only a published plan can be withdrawn."))
    if why := _why_held(plan):
        told = _(
            "It can be withdrawn once an official has taken the option off, with a reason that "
            "stands in the public history of the question."
        )
        raise NotNow(f"{why} {told}")
    before, plan.status = plan.status, Scenario.Status.WITHDRAWN
    plan.withdrawn_because = reason
    plan.save(update_fields=["status", "withdrawn_because"])
    audit.record(
        actor=actor,
        act="scenario.withdraw",
        subject=plan,
        series=str(plan.series),
        changed=changed({"status": before}, {"status": plan.status, "reason": reason}),
    )
    return plan


def _why_held(plan: Scenario) -> str:
    """Why something public needs this plan, "" where nothing does."""
    found = (import_string(holds)(plan) for _name, holds in HOLDERS.items())
    return next((str(why) for why in found if why), "")
