"""Why an edit cannot be made on an entity, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from twin.citystate import CityState
from twin.overlay import Conflict, Reason
from twin.overlay.draft import row_index

SENTENCES = {
    Reason.UNKNOWN: gettext_noop("There is no street %(street)s."),
    Reason.CLOSED: gettext_noop(
        "%(street)s is closed to cars, so this would change nothing there."
    ),
    Reason.SAME: gettext_noop("%(street)s is already like this."),
    Reason.BRANCHING: gettext_noop(
        "For one way, choose pieces of %(street)s that follow one another."
    ),
    Reason.TWICE: gettext_noop("This is already part of the plan."),
    Reason.BUILT_OVER: gettext_noop(
        "A building stands there already. Draw beside it, or take it away first."
    ),
    Reason.ON_STREET: gettext_noop(
        "Cars drive on %(street)s there. Close it first, or draw beside it."
    ),
    Reason.GONE: gettext_noop("This building is already taken away."),
}
"""What is said where a kind says nothing else."""


def refusal(conflict: Conflict, city: CityState) -> str:
    """What is said of a conflict on this entity, in the active language."""
    return _(SENTENCES[conflict.reason]) % {"street": street_called(conflict.entity, city)}


def street_called(urn: str, city: CityState) -> str:
    """A street's name; its URN where it has none or is none."""
    table = city.tables.get("street")
    row = row_index(table).get(urn) if table is not None else None
    name = str(table.columns["name"][row]) if table is not None and row is not None else ""
    return name or urn
