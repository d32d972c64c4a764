"""Comments as they are now, and nobody else's to change until the transaction ends.

A page, a worker or a colleague may have read a comment before it was hidden. Whoever writes a
public row from what they read then would show it again; so nothing is released but what is held.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from participation.models import Comment
from portal.errors import NotThere


def hold_comment(comment: Comment) -> Comment:
    """One comment as it is now, with its author and what it answers; raises NotThere."""
    found = hold_comments([comment]).get(comment.pk)
    if found is None:
        raise NotThere(_("This comment is gone; its author may have erased it."))
    return found


def hold_comments(comments: Iterable[Comment]) -> dict[int, Comment]:
    """These comments and those they answer, by their numbers; without those that are gone.

    Held in the order of their numbers, and what is answered has the lower one: so two who need the
    same rows never wait for each other. Hold a comment before you change it, or this is broken.
    """
    wanted = {pk for one in comments for pk in (one.pk, one.parent_id) if pk is not None}
    rows = Comment.objects.select_for_update(no_key=True, of=("self",)).select_related("author")
    held = {one.pk: one for one in rows.filter(pk__in=wanted).order_by("pk")}
    for one in held.values():
        if one.parent_id in held:
            one.parent = held[one.parent_id]
    return held
