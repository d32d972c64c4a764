"""Places in batches: what disclosure.batches decides, asked of and written to the database.

Read are the places that wait, one count for each public cell, and of the cells that change who is
in them, never what comments say; written are the cells that change.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

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
    joined = defaultdict(list)
    for comment, its_cell in release.joined.items():
        joined[its_cell].append(comment)
    changed = sorted(release.opened | release.grown)
    for cell in changed:
        Place.objects.filter(pk__in=joined[cell]).update(cell=cell)
    inside = _inside(consultation_id, changed)
    for cell in changed:
        # By their keys: a join is planned by what is known of the tables, which after a bulk load
        # is nothing, and then each cell costs as much as all of the question.
        shown = PublicComment.objects.filter(public_id__in=[who.public_id for who in inside[cell]])
        shown.exclude(cell=cell).update(cell=cell)
        _write_figures(consultation_id, cell, inside[cell])


class _Inside(NamedTuple):
    """A public comment in a cell."""

    public_id: UUID
    stance: str
    person_id: int


def _inside(consultation_id: int, cells: list[str]) -> dict[str, list[_Inside]]:
    """The public comments in each of these cells."""
    found = _places(consultation_id).filter(cell__in=cells)
    inside = defaultdict(list)
    for cell, *facts in found.values_list(
        "cell", "comment__public_id", "comment__stance", "person_id"
    ):
        inside[cell].append(_Inside(*facts))
    return inside


def _write_figures(consultation_id: int, cell: str, inside: list[_Inside]) -> None:
    stances = Counter(who.stance for who in inside)
    PublicCell.objects.update_or_create(
        consultation_id=consultation_id,
        cell=cell,
        defaults={
            "people": len({who.person_id for who in inside}),
            "comments": len(inside),
            "stances": {kind: stances[kind] for kind in Comment.Stance.values},
        },
    )
