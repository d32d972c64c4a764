"""Where comments' places fall, kept privately beside them until a batch may show it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from participation.disclosure.grid import cell_at
from participation.models import Comment, Place, PublicCell


def note_places(comments: Sequence[Comment]) -> dict[int, str]:
    """Keep the places of visible comments, forget those of withdrawn or anonymous ones.

    Returns the public cell of each comment that was released in one: comment id -> H3 index.
    """
    known = {place.pk: place for place in Place.objects.filter(pk__in=[c.pk for c in comments])}
    gone = [c.pk for c in comments if c.pk in known and known[c.pk].fine and not _has_place(c)]
    if gone:
        # The row stays while there is an author: who has taken a place back does not count
        # at another one.
        Place.objects.filter(pk__in=gone).update(fine="", cell="")
        Place.objects.filter(pk__in=gone, comment__author=None).delete()
    new = [
        comment
        for comment in comments
        if comment.pk not in known
        and comment.status == Comment.Status.VISIBLE
        and _has_place(comment)
    ]
    if new:
        _keep(new)
    return _public_cells([place for pk, place in known.items() if place.cell and pk not in gone])


def _has_place(comment: Comment) -> bool:
    return (
        comment.geometry is not None
        and not comment.about_home
        and comment.author_id is not None
        and comment.status != Comment.Status.WITHDRAWN
    )


def _keep(comments: Sequence[Comment]) -> None:
    """Store new places; of each person one counts in a question, the first."""
    ordered = sorted(comments, key=lambda comment: (comment.created_at, comment.pk))
    counted = set(
        Place.objects.filter(
            counts=True,
            consultation__in={comment.consultation_id for comment in ordered},
            person__in={comment.author_id for comment in ordered},
        ).values_list("consultation_id", "person_id")
    )
    places = []
    for comment in ordered:
        who = (comment.consultation_id, comment.author_id)
        places.append(_place(comment, counts=who not in counted))
        counted.add(who)
    Place.objects.bulk_create(places, batch_size=2_000, ignore_conflicts=True)
    # Of two first comments sent at once one is refused as the person's second; it counts not.
    again = [place for place in places if place.counts]
    for place in again:
        place.counts = False
    Place.objects.bulk_create(again, batch_size=2_000, ignore_conflicts=True)


def _place(comment: Comment, *, counts: bool) -> Place:
    point = comment.geometry.point_on_surface
    return Place(
        comment_id=comment.pk,
        consultation_id=comment.consultation_id,
        person_id=comment.author_id,
        fine=cell_at(point.y, point.x),
        counts=counts,
    )


def _public_cells(places: Sequence[Place]) -> dict[int, str]:
    """The cells of those places that are public today."""
    if not places:
        return {}
    standing: dict[int, set[str]] = defaultdict(set)
    found = PublicCell.objects.filter(consultation__in={place.consultation_id for place in places})
    for consultation_id, cell in found.values_list("consultation_id", "cell"):
        standing[consultation_id].add(cell)
    return {
        place.pk: place.cell for place in places if place.cell in standing[place.consultation_id]
    }
