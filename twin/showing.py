"""Who may see a published plan: planners only, or everyone; changed without a revision."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import audit
from portal.changes import changed
from portal.errors import BadInput, NotNow
from portal.registry import Registry
from portal.roles import is_planner, require
from twin.models import Scenario

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
    if visibility == Scenario.Visibility.PRIVATE:
        for _name, holds in HOLDERS.items():
            why = import_string(holds)(locked)
            if why:
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
