"""The words and the place of comments that were withdrawn or hidden, deleted after their time.

Until then no page shows them, the author's and the officials' own included. They are kept that long
because a withdrawal must not put an offence out of a court's reach, and because a person whose
comment was hidden may ask for another decision for six months (DSA, article 20).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.models import Comment, Ruling
from participation.models.comment import GONE
from portal.audit import record
from portal.templatetags.words import day

AT_ONCE = 1_000


def withdrawn_before(moment: datetime) -> QuerySet[Comment]:
    """Comments withdrawn before `moment` whose words are still there."""
    return Comment.objects.filter(
        status=Comment.Status.WITHDRAWN, blanked_at=None, withdrawn_at__lt=moment
    )


def hidden_before(moment: datetime) -> QuerySet[Comment]:
    """Comments hidden before `moment`, by their last decision, whose words are still there."""
    hidings = Q(rulings__verdict=Ruling.Verdict.HIDE, rulings__undone_at=None)
    return (
        Comment.objects.filter(status=Comment.Status.HIDDEN, blanked_at=None)
        .annotate(hidden_at=Max("rulings__at", filter=hidings))
        .filter(hidden_at__lt=moment)
    )


def blank(found: QuerySet[Comment]) -> int:
    """Delete words, place and notes of these comments for good; how many. Twice does no harm."""
    number = 0
    while ids := list(found.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            # An official may have kept one a moment ago: asked again once the rows are held.
            rows = Comment.objects.select_for_update().filter(pk__in=ids).order_by("pk")
            list(rows.values_list("pk"))
            for comment in found.filter(pk__in=ids):
                comment.text, comment.geometry, comment.about_home = GONE, None, False
                comment.blanked_at = timezone.now()
                comment.save(update_fields=["text", "geometry", "about_home", "blanked_at"])
                comment.rulings.exclude(note="").update(note="")
                comment.reopenings.update(why=GONE)
                record(actor=None, act="comment.blank", subject=comment, status=comment.status)
                number += 1
    return number


def gone_sentence(comment: Comment, *, mine: bool = True) -> str:
    """Why nobody reads this comment any more, since when and until when its words exist; or ""."""
    if not comment.is_silent:
        return ""
    if comment.status != Comment.Status.WITHDRAWN:
        return _("Its words and place were deleted on %(day)s.") % {"day": day(comment.blanked_at)}
    since = day(comment.withdrawn_at or comment.created_at)
    said = _("Withdrawn by you on %(day)s.") if mine else _("Withdrawn by its author on %(day)s.")
    if comment.blanked_at:
        return " ".join((said % {"day": since}, _("Its words and place are deleted.")))
    kept = timedelta(days=settings.KEPT_DAYS["withdrawn"])
    until = day((comment.withdrawn_at or timezone.now()) + kept)
    hidden = _(
        "No page shows it any more, to anybody, the city team included. Its words and place are "
        "deleted on %(day)s, and %(days)s days later from the last backup too."
    ) % {"day": until, "days": settings.KEPT_DAYS["backups"]}
    return f"{said % {'day': since}} {hidden}"
