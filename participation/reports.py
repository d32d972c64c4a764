"""The feedback report: who took part, what they said, what each option would do, what was decided.

All of it is made from what disclosure has released, and from counts that pass suppress. Pages
and exports render it; every claim carries the public ids of its comments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from participation import ballots
from participation.disclosure.grid import centre, outline
from participation.models import Consultation, Decision, Option, PublicCell, PublicComment
from participation.releases import public_cells, public_comments, said_of_homes
from participation.results import Count as VoteCount
from participation.results import count_of
from participation.tallies.outcome import Tally
from twin import door

STANCES = ("for", "against", "neutral")


@dataclass(frozen=True)
class Voices:
    """How many spoke. people: different authors; replies are not in comments."""

    comments: int
    replies: int
    people: int
    agreements: int
    disagreements: int
    with_area: int


@dataclass(frozen=True)
class Leaning:
    """A group of comments: how many, and how they lean (stance -> comments)."""

    key: Any
    comments: int
    stances: Mapping[str, int]


@dataclass(frozen=True)
class Theme:
    """One theme: its leaning, and its most agreed-with comment of each stance, largest first."""

    leaning: Leaning
    verbatims: tuple[PublicComment, ...]


@dataclass(frozen=True)
class OptionPart:
    """One option: its leaning, its edits as sentences, its effects against today."""

    option: Option
    leaning: Leaning
    edits: tuple[str, ...]
    effects: tuple[door.EffectRow, ...]


@dataclass(frozen=True)
class Area:
    """A released H3 cell. longitude, latitude: its middle. ring: its outline, EPSG:4326."""

    cell: str
    longitude: float
    latitude: float
    ring: tuple[tuple[float, float], ...]
    people: int
    leaning: Leaning


@dataclass(frozen=True)
class Report:
    """Everything the report page says. count: None before the vote has closed and been counted.

    at_home: (option id, stance) -> comments about the writer's own home, None where small counts
    are hidden; None until the discussion has ended. method, synthetic: sentences for the reader.
    """

    consultation: Consultation
    made_at: datetime
    turnout: ballots.Turnout
    count: VoteCount | None
    voices: Voices
    themes: tuple[Theme, ...]
    options: tuple[OptionPart, ...]
    areas: tuple[Area, ...]
    at_home: Mapping[tuple[int, str], int | None] | None
    decision: Decision | None
    method: tuple[str, ...]
    synthetic: tuple[str, ...]

    @property
    def tally(self) -> Tally | None:
        """The outcome of the vote, once there is one."""
        return self.count.tally if self.count else None


def build_report(consultation: Consultation) -> Report:
    """The report of a consultation as it stands now; a fixed number of queries."""
    options = list(consultation.options.select_related("scenario__base"))
    groups = _groups(consultation)
    return Report(
        consultation=consultation,
        made_at=timezone.now(),
        turnout=ballots.turnout(consultation),
        count=count_of(consultation),
        voices=_voices(consultation),
        themes=_themes(consultation, groups),
        options=_options(options, groups),
        areas=tuple(area_of(cell) for cell in public_cells(consultation.pk)),
        at_home=said_of_homes(consultation.pk),
        decision=Decision.objects.filter(consultation=consultation)
        .select_related("option")
        .prefetch_related("cited")
        .first(),
        method=_method(),
        synthetic=_synthetic(consultation, options),
    )


Groups = Counter[tuple[int | None, str, str]]


def _groups(consultation: Consultation) -> Groups:
    """Released comments (no replies) counted by option, theme and stance."""
    rows = (
        public_comments(consultation.pk)
        .filter(parent=None)
        .order_by()
        .values_list("option_id", "theme", "stance")
        .annotate(number=Count("pk"))
    )
    return Counter({(option, theme, stance): number for option, theme, stance, number in rows})


def _leaning(key: Any, groups: Groups, place: int) -> Leaning:
    stances = Counter(dict.fromkeys(STANCES, 0))
    for group, number in groups.items():
        if group[place] == key:
            stances[group[2]] += number
    return Leaning(key, stances.total(), dict(stances))


def _voices(consultation: Consultation) -> Voices:
    found = public_comments(consultation.pk)
    first = found.filter(parent=None)
    sums = found.aggregate(
        agree=Sum("agree", default=0),
        disagree=Sum("disagree", default=0),
        all=Count("pk"),
        people=Count("pseudonym", distinct=True),
    )
    comments = first.count()
    return Voices(
        comments=comments,
        replies=sums["all"] - comments,
        people=sums["people"],
        agreements=sums["agree"],
        disagreements=sums["disagree"],
        with_area=first.exclude(cell="").count(),
    )


def _themes(consultation: Consultation, groups: Groups) -> tuple[Theme, ...]:
    best = (
        public_comments(consultation.pk)
        .filter(parent=None)
        .order_by("theme", "stance", "-agree", "disagree", "public_id")
        .distinct("theme", "stance")
    )
    verbatims: dict[str, list[PublicComment]] = {}
    for comment in best:
        verbatims.setdefault(comment.theme, []).append(comment)
    leanings = [_leaning(theme, groups, 1) for theme in verbatims]
    leanings.sort(key=lambda leaning: (-leaning.comments, leaning.key))
    return tuple(
        Theme(leaning, tuple(sorted(verbatims[leaning.key], key=lambda one: -one.agree)))
        for leaning in leanings
    )


def _options(options: list[Option], groups: Groups) -> tuple[OptionPart, ...]:
    ids = [option.scenario_id for option in options]
    effects = door.option_effects(ids)
    edits = door.scenario_sentences(ids)
    return tuple(
        OptionPart(
            option,
            _leaning(option.pk, groups, 0),
            tuple(edits.get(option.scenario_id, ())),
            tuple(effects.get(option.scenario_id, ())),
        )
        for option in options
    )


def area_of(cell: PublicCell) -> Area:
    """A released cell with its middle and outline."""
    longitude, latitude = centre(cell.cell)
    ring = tuple((place[0], place[1]) for place in outline(cell.cell))
    stances = {stance: cell.stances.get(stance, 0) for stance in STANCES}
    return Area(
        cell.cell,
        longitude,
        latitude,
        ring,
        cell.people,
        Leaning(cell.cell, cell.comments, stances),
    )


def _method() -> tuple[str, ...]:
    return (
        _("Only comments that the public can read are counted; hidden and withdrawn ones are not."),
        _(
            "A place is shown as an area in which at least ten people live and at least ten "
            "commented. Comments about someone’s home have no area."
        ),
        _("A count of people under ten that could tell of someone is not shown."),
        _("Comments come from those who chose to write; they are not a sample of the city."),
        _("Effects are the model’s, with what it is unsure of; each leads to its method."),
    )


def _synthetic(consultation: Consultation, options: list[Option]) -> tuple[str, ...]:
    notes = []
    if consultation.synthetic:
        notes.append(_("The comments and votes of this question are invented for the demo."))
    if options:
        notes.append(_("Traffic demand is derived from dwellings and floor area, not counted."))
    return tuple(notes)
