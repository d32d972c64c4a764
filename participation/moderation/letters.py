"""A letter to the author of a comment about a decision, once it cannot be undone any more.

It is written about what touches the author: a comment that was hidden, one that is shown again,
and whatever has a note. A comment that was public and stays so is not worth a mail.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.models import Comment, Ruling
from participation.reasons import hiding_sentence
from portal.city import site
from portal.models import User
from portal.multilingual import pick

AFTER = timedelta(seconds=35)
"""A little more than a decision can be undone."""
AT_ONCE = 500


def is_due_a_letter(ruling: Ruling) -> bool:
    """Whether the author should be written to, and can be."""
    hides = ruling.verdict == Ruling.Verdict.HIDE
    if not (hides or ruling.note or ruling.was == Comment.Status.HIDDEN):
        return False
    author = ruling.comment.author
    if author is None or author.synthetic or author == ruling.official:
        return False
    return author.is_active and author.has_confirmed_address


def due_letters() -> list[int]:
    """Rulings of which the author has to be told now."""
    before = timezone.now() - AFTER
    due = Ruling.objects.filter(letter="due", at__lte=before).order_by("at")
    return list(due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def send_letter(ruling_id: int) -> bool:
    """Write to one author, once; True when a letter went out.

    None goes out about a decision that was undone, or that does not stand any more; while a later
    one may still be undone, this one waits, since it would stand again.
    """
    due = Ruling.objects.select_for_update(skip_locked=True, of=("self",))
    ruling = due.filter(pk=ruling_id, letter="due", at__lte=timezone.now() - AFTER).first()
    if ruling is None:
        return False
    comment = Comment.objects.select_related("author", "consultation").get(pk=ruling.comment_id)
    if ruling.undone_at is None and _may_stand_again(comment, ruling):
        return False
    stands = comment.looked_at == ruling.at and not comment.is_silent and ruling.undone_at is None
    ruling.letter = Ruling.Letter.SENT if stands and comment.author else Ruling.Letter.NONE
    ruling.save(update_fields=["letter"])
    if not stands or comment.author is None:
        return False
    with translation.override(_language_of(comment.author, comment)):
        _write(ruling, comment, comment.author.email)
    return True


def _may_stand_again(comment: Comment, ruling: Ruling) -> bool:
    """Whether the decision that has taken this one's place can still be undone."""
    last = comment.rulings.filter(at=comment.looked_at, undone_at=None).exclude(pk=ruling.pk)
    return last.filter(at__gt=timezone.now() - AFTER).exists()


def _language_of(author: User, comment: Comment) -> str:
    """The one the person reads the site in; else the one they wrote in, if we speak it."""
    known = dict(settings.LANGUAGES)
    spoken = [author.language, comment.language]
    return next((one for one in spoken if one in known), settings.LANGUAGE_CODE)


def _write(ruling: Ruling, comment: Comment, address: str) -> None:
    question = pick(comment.consultation.question)
    hides = ruling.verdict == Ruling.Verdict.HIDE
    subject = (
        _("Your comment was hidden: %(question)s")
        if hides
        else _("About your comment: %(question)s")
    ) % {"question": question}
    context = {
        "city": settings.CITY,
        "question": question,
        "hides": hides,
        "was_hidden": ruling.was == Comment.Status.HIDDEN,
        "reason": hiding_sentence(ruling.reason),
        "note": ruling.note,
        "id": comment.short_id,
        "address": site() + reverse("me"),
    }
    send_mail(
        " ".join(subject.split())[:150],
        render_to_string("participation/ruling_letter.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [address],
    )
