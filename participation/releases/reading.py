"""How public faces read what was released; there is no other way."""

from __future__ import annotations

from django.db.models import QuerySet

from participation.models import PublicCell, PublicComment, ReleaseState


def public_comments(consultation_id: int | None = None) -> QuerySet[PublicComment]:
    """Released comments (replies too), newest first."""
    found = PublicComment.objects.order_by("-day", "public_id")
    return found if consultation_id is None else found.filter(consultation_id=consultation_id)


def public_cells(consultation_id: int) -> QuerySet[PublicCell]:
    """Released cells: disjoint, at least ten people in each."""
    return PublicCell.objects.filter(consultation_id=consultation_id).order_by("cell")


def said_of_homes(consultation_id: int) -> dict[tuple[int, str], int | None] | None:
    """Comments about homes by (option id, stance), small numbers None; None before it is known.

    Counted once, when the discussion has ended: a figure that grows would tell of each newcomer.
    """
    state = ReleaseState.objects.filter(consultation_id=consultation_id).first()
    if state is None or state.at_home is None:
        return None
    return {(option, stance): number for option, stance, number in state.at_home}
