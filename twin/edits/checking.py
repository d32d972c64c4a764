"""Whether an edit can be made on a city as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from portal.errors import BadInput
from twin.citystate import CityState
from twin.edits.catalogue import edit_kind
from twin.overlay import Change, apply

MAX_EDITS = 200


def read_edit(kind: str, params: Mapping[str, Any], geometry: GEOSGeometry | None) -> Change:
    """The typed change that a stored or arriving edit means; raises BadInput."""
    return edit_kind(kind).read(params, geometry)


def check_edit(state: CityState, earlier: Sequence[Change], change: Change) -> CityState:
    """The city with `earlier` and then `change` made; raises BadInput with the reason if it can't.

    state: the base state. A plan that leaves no street to cars is refused.
    """
    before, _conflicts = apply(state, earlier)
    after, conflicts = apply(before, [change])
    if conflicts:
        kind = edit_kind(change.kind)
        raise BadInput(kind.refusal(conflicts[0], before), field=kind.field)
    _some_street_open(state, after)
    return after


def check_plan(state: CityState, changes: Sequence[Change]) -> CityState:
    """The city with all `changes` made; raises BadInput when one of them can't or does nothing."""
    after, conflicts = apply(state, changes)
    if conflicts:
        kind = edit_kind(changes[conflicts[0].position].kind)
        raise BadInput(kind.refusal(conflicts[0], state))
    _some_street_open(state, after)
    return after


def _some_street_open(state: CityState, after: CityState) -> None:
    streets = after.tables.get("street")
    if streets is not None and streets is not state.tables["street"]:
        open_to_all = streets.columns["car"] & ~streets.columns["restricted"]
        if not open_to_all.any():
            raise BadInput(
                _("This would close every street to cars. Leave at least one open."),
                field="streets",
            )
