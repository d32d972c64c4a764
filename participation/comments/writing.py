"""Storing what a resident writes: a comment, or an answer to one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from participation import gates
from participation.disclosure.redact import redact
from participation.filters import held_because
from participation.models import Comment, Consultation, Option
from participation.phases import Act
from participation.releases import hold_comment, release_comments
from portal.audit import record
from portal.errors import BadInput, NotThere, TooOften
from portal.guard import clean_text, read_geojson
from portal.limits import Limit, take
from portal.roles import is_known, is_official, require
from twin import door

COMMENTS = Limit(
    "comments of a person",
    12,
    600,
    gettext_lazy(
        "You have written a lot in a short time. Your words are kept: send them again after "
        "%(time)s."
    ),
)
# More than these in ten minutes wait for an official.
COMMENTS_SHOWN = Limit("comments of a person shown unseen", 4, 600)


@transaction.atomic
def write_comment(
    *,
    actor: Any,
    consultation: Consultation,
    text: str,
    option: Option | None = None,
    scenario_id: int | None = None,
    stance: str = Comment.Stance.NEUTRAL,
    theme: str = Comment.Theme.OTHER,
    geometry: str | GEOSGeometry | None = None,
    about_home: bool = False,
    language: str = "",
    taken_out: int = 0,
    once: str = "",
) -> Comment:
    """Store a comment on an option (None: on the question); public at once unless held.

    scenario_id: the revision that the person saw. geometry: GeoJSON of a point, line or area, in
    EPSG:4326; it stays private. taken_out: pieces of contact data that the draft lost. once: a
    word of the form; sent twice, it is one comment. Raises BadInput, TooLarge, NotNow, TooOften,
    NotAllowed.
    """
    require(is_known, actor)
    gates.require(consultation, Act.COMMENT)
    place = _place(geometry)
    comment = Comment(
        consultation=consultation,
        option=_own_option(consultation, option),
        scenario_id=_revision_seen(option, scenario_id),
        stance=_one_of(Comment.Stance, stance, "stance", _("Say whether you are for or against.")),
        theme=_one_of(Comment.Theme, theme, "theme", _("Choose a theme from the list.")),
        geometry=place,
        about_home=bool(about_home and place is not None),
        redactions=taken_out,
        once=once,
    )
    return _store(actor, comment, text, language, "comment.write")


@transaction.atomic
def reply(*, actor: Any, parent: Comment, text: str, language: str = "", once: str = "") -> Comment:
    """Answer a comment; answers have no answers of their own. Raises as write_comment."""
    require(is_known, actor)
    gates.require(parent.consultation, Act.REPLY)
    if parent.parent_id is not None:
        raise BadInput(_("Answer the comment itself; answers to answers would get lost."))
    parent = hold_comment(parent)
    if parent.status != Comment.Status.VISIBLE:
        raise NotThere(_("This comment is not shown any more, so it cannot be answered."))
    comment = Comment(
        consultation_id=parent.consultation_id,
        option_id=parent.option_id,
        scenario_id=parent.scenario_id,
        parent=parent,
        theme=parent.theme,
        once=once,
    )
    stored = _store(actor, comment, text, language, "comment.reply")
    release_comments([parent])
    return stored


def _store(actor: Any, comment: Comment, text: str, language: str, act: str) -> Comment:
    """Clean, redact, hold or release, and write down."""
    text = clean_text(text)
    comment.author = actor
    comment.language = (language or get_language() or settings.LANGUAGE_CODE)[:10]
    _one_at_a_time(actor)
    if comment.once:
        before = Comment.objects.filter(author=actor, once=comment.once).first()
        if before is not None:
            return before
    take(COMMENTS, actor.pk)
    # After the limit: finding contact data is most of the work.
    cleaned = redact(text)
    comment.text = cleaned.text
    comment.redactions += cleaned.count
    comment.held_because = (
        held_because(comment.text, earlier=_today(actor))
        or ("contact" if cleaned.unsure else "")
        or _too_many(actor)
    )
    if comment.held_because:
        comment.status = Comment.Status.HELD
    elif is_official(actor):
        # The city's own words wait for nobody's first look; a report brings them to the queue.
        comment.looked_at = timezone.now()
    comment.save()
    record(actor=actor, act=act, subject=comment, held=comment.held_because)
    release_comments([comment])
    return comment


def _one_at_a_time(actor: Any) -> None:
    """A second comment of this person waits until the first is stored."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('comments of'), %s)", [actor.pk])


def _today(actor: Any) -> list[str]:
    """What this person wrote today."""
    found = Comment.objects.filter(author=actor, created_at__gt=timezone.now() - timedelta(days=1))
    return list(found.values_list("text", flat=True))


def _too_many(actor: Any) -> str:
    """The reason to hold a comment of somebody who had as many shown as may be shown unseen."""
    try:
        take(COMMENTS_SHOWN, actor.pk)
    except TooOften:
        return "many"
    return ""


def _place(geometry: str | GEOSGeometry | None) -> GEOSGeometry | None:
    if not geometry:
        return None
    text = geometry if isinstance(geometry, str) else geometry.geojson
    return read_geojson(text, within=door.city_bounds())


def _own_option(consultation: Consultation, option: Option | None) -> Option | None:
    if option is not None and option.consultation_id != consultation.pk:
        raise BadInput(_("Choose one of this question's options."), field="option")
    return option


def _revision_seen(option: Option | None, scenario_id: int | None) -> int | None:
    """The revision that the person saw, if it is one of the option's scenario; else today's."""
    if option is None or scenario_id in (None, option.scenario_id):
        return option.scenario_id if option else None
    scenario = option.scenario
    known = type(scenario).objects.filter(pk=scenario_id, series=scenario.series).exists()
    if not known:
        raise BadInput(_("Choose one of this question's options."), field="option")
    return scenario_id


def _one_of(choices: Any, value: str, field: str, sentence: str) -> str:
    if value not in choices.values:
        raise BadInput(sentence, field=field)
    return value
