"""Places in batches: what disclosure.batches decides, asked of and written to the database.

Read are the places that wait and one count for each public cell, never the comments; written are
the cells that change.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from participation import gates
from participation.disclosure.batches import Release, next_release
from participation.disclosure.coarsen import Pin
from participation.disclosure.grid import upwards
from participation.models import (
    Comment,
    Option,
    PastCell,
    Place,
    PublicCell,
    PublicComment,
    ReleaseState,
)
from participation.phases import Act, window
from participation.releases.due import release_day
from participation.releases.homes import count_homes
from portal.errors import CivicError
from twin import door

MAY_COUNT = "places"
"""The ruling on an odd crowd that lets its places count (anomalies.rulings)."""
log = logging.getLogger(__name__)


def release_batch(consultation_id: int) -> None:
    """Release the places of a question that may be released today; the caller has the turn."""
    ended = _has_ended(consultation_id)
    waiting = _waiting(consultation_id)
    standing = dict.fromkeys(_cells(consultation_id), 0) | _people_left(consultation_id)
    release = next_release(
        standing,
        set(_past(consultation_id)),
        waiting,
        residents=_residents(consultation_id, waiting),
        ended=ended,
    )
    _write(consultation_id, release)
    state, _new = ReleaseState.objects.get_or_create(consultation_id=consultation_id)
    state.batch_on = release_day()
    if ended and state.at_home is None:
        state.at_home = count_homes(consultation_id)
    state.save()


def _has_ended(consultation_id: int) -> bool:
    """Whether nobody can comment any more."""
    spans, now, status = gates.read_clock(consultation_id)
    return status != "open" or window(spans, Act.COMMENT, now).state in ("after", "never")


def _cells(consultation_id: int) -> QuerySet:
    return PublicCell.objects.filter(consultation_id=consultation_id).values_list("cell", flat=True)


def _past(consultation_id: int) -> QuerySet:
    return PastCell.objects.filter(consultation_id=consultation_id).values_list("cell", flat=True)


def _places(consultation_id: int) -> QuerySet[Place]:
    """The places of comments that are public."""
    return Place.objects.filter(
        consultation_id=consultation_id, comment__status=Comment.Status.VISIBLE
    )


def _waiting(consultation_id: int) -> list[Pin]:
    """Places without a cell whose writers are established and not under suspicion."""
    since = timezone.now() - timedelta(days=settings.ESTABLISHED_DAYS)
    found = (
        _places(consultation_id)
        .filter(Q(flood=None) | Q(flood__ruling=MAY_COUNT), cell="")
        .exclude(fine="")
        .filter(Q(person__joined_at__lte=since) | Q(person__synthetic=True))
    )
    return [Pin(*row) for row in found.values_list("pk", "person_id", "fine", "counts")]


def _people_left(consultation_id: int) -> dict[str, int]:
    """How many of the people who count in each public cell are still there."""
    found = _places(consultation_id).filter(counts=True, cell__in=_cells(consultation_id))
    return dict(found.order_by().values_list("cell").annotate(Count("pk")))


def _residents(consultation_id: int, waiting: list[Pin]) -> dict[str, float]:
    """Residents of the cells above the places that wait; none where the city cannot be read."""
    cells = {cell for fine in {pin.fine for pin in waiting} for cell in upwards(fine)}
    version = (
        Option.objects.filter(consultation_id=consultation_id)
        .order_by("position")
        .values_list("scenario__base_id", flat=True)
        .first()
    ) or door.TwinVersion.objects.order_by("-frozen_at").values_list("pk", flat=True).first()
    if not cells or version is None:
        return {}
    try:
        return door.residents_in(version, cells)
    except CivicError:
        log.exception("No places of question %s were released", consultation_id)
        return {}


def _write(consultation_id: int, release: Release) -> None:
    rows = PublicComment.objects.filter(consultation_id=consultation_id)
    if release.gone:
        PublicCell.objects.filter(consultation_id=consultation_id, cell__in=release.gone).delete()
    # A comment that was kept again while its cell went may still name it.
    rows.exclude(cell="").exclude(cell__in=_cells(consultation_id)).update(cell="")
    PastCell.objects.bulk_create(
        (PastCell(consultation_id=consultation_id, cell=cell) for cell in release.opened),
        ignore_conflicts=True,
    )
    for cell in sorted(release.opened | release.grown):
        joined = [comment for comment, its_cell in release.joined.items() if its_cell == cell]
        Place.objects.filter(pk__in=joined).update(cell=cell)
        inside = _places(consultation_id).filter(cell=cell)
        rows.filter(public_id__in=inside.values("comment__public_id")).update(cell=cell)
        _write_figures(consultation_id, cell, inside)


def _write_figures(consultation_id: int, cell: str, inside: QuerySet[Place]) -> None:
    stances = dict(inside.order_by().values_list("comment__stance").annotate(Count("pk")))
    PublicCell.objects.update_or_create(
        consultation_id=consultation_id,
        cell=cell,
        defaults={
            "people": inside.aggregate(people=Count("person", distinct=True))["people"],
            "comments": sum(stances.values()),
            "stances": {kind: stances.get(kind, 0) for kind in Comment.Stance.values},
        },
    )
