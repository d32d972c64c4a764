"""A city with a list of changes laid over it: columnar, never mutating (pure: no Django)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from twin.citystate import CityState
from twin.overlay.changes import Change, LonLat, canonical, set_on_streets, to_metric
from twin.overlay.draft import Conflict, Draft, Reason

__all__ = [
    "Change",
    "Conflict",
    "Draft",
    "LonLat",
    "Reason",
    "apply",
    "canonical",
    "digest",
    "set_on_streets",
    "to_metric",
]


def digest(base: str, changes: Sequence[Change]) -> str:
    """sha256 hex of a base digest and the canonical changes in order; the base's own for none."""
    if not changes:
        return base
    text = "\n".join([base, *(canonical(change) for change in changes)])
    return hashlib.sha256(text.encode()).hexdigest()


def apply(state: CityState, changes: Sequence[Change]) -> tuple[CityState, tuple[Conflict, ...]]:
    """The city after `changes` in order, and what could not be done.

    Work and memory go with the columns touched, not with the city: all other arrays are shared,
    existing rows keep their positions, new rows come last. `state` is never written to. A change
    in conflict on one entity still works on its others.
    """
    draft = Draft(state)
    for position, change in enumerate(changes):
        draft.position = position
        change.make(draft)
    if not changes:
        return state, ()
    return draft.finish(digest(state.digest, changes)), tuple(draft.conflicts)
