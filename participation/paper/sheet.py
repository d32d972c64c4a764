"""What stands on a printed ballot, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.history import print_mark
from participation.models import Consultation
from participation.paper.notation import lettered
from participation.tallies.catalogue import RULES
from participation.tallies.content import DEFAULT_POINTS, GRADE_WORDS, HIGHEST
from participation.tallies.rule import TallyRule
from portal.errors import NotNow
from portal.markup import as_words
from portal.multilingual import pick
from portal.templatetags.words import moment, money

# A row must fit on a page, whatever an official wrote; the site shows all of it.
MOST_SIGNS = 300


@dataclass(frozen=True)
class Row:
    """One option. cost: in words, "" where nothing is bought."""

    letter: str
    name: str
    summary: str
    cost: str


@dataclass(frozen=True)
class Words:
    """All the words of a sheet. form: of its boxes (tallies.content.FORMS).

    columns: heads of the boxes of a row, none for a single box. how: sentences. address: of the
    question, for the QR code. mark: history.print_mark.
    """

    language: str
    form: str
    city: str
    title: str
    question: str
    how: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    abstain: str
    foot: str
    page: str
    address: str
    mark: str


def words_of(consultation: Consultation, language: str, address: str) -> Words:
    """The sheet of a question; raises NotNow when it has no vote."""
    if consultation.ballot_rule not in RULES:
        raise NotNow(_("There is no vote on this question."))
    rule = RULES[consultation.ballot_rule]
    with override(language):
        return Words(
            language=language,
            form=rule.form,
            city=str(settings.CITY["name"]),
            title=_("Ballot paper"),
            question=pick(consultation.question, language),
            how=_how(consultation, rule),
            rows=_rows(consultation, rule, language),
            columns=_columns(rule.form),
            abstain=_("I abstain: I take part and choose nothing."),
            foot=_foot(consultation),
            page=_("Page %(page)s of %(pages)s"),
            address=address,
            mark=print_mark(consultation, language),
        )


def _rows(consultation: Consultation, rule: TallyRule, language: str) -> tuple[Row, ...]:
    options = sorted(consultation.options.all(), key=lambda option: option.position)
    letters = {one: key for key, one in lettered(option.pk for option in options).items()}
    return tuple(
        Row(
            letter=letters[option.pk],
            name=pick(option.name, language),
            summary=Truncator(as_words(pick(option.summary, language))).chars(MOST_SIGNS),
            cost=money(option.cost) if rule.budget and not option.is_baseline else "",
        )
        for option in options
    )


def _columns(form: str) -> tuple[str, ...]:
    if form == "scores":
        return tuple(str(score) for score in range(HIGHEST + 1))
    if form == "grades":
        return tuple(_(word) for word in GRADE_WORDS)
    return ()


def _how(consultation: Consultation, rule: TallyRule) -> tuple[str, ...]:
    chosen: dict[str, Any] = consultation.ballot_settings or {}
    told = [_(rule.how_to_vote), *_marks(rule.form, chosen)]
    if rule.budget and chosen.get("budget") not in (None, ""):
        told.append(_("The budget is %(budget)s.") % {"budget": money(chosen["budget"])})
    most = int(chosen.get("most_ticks") or 0)
    if rule.form == "ticks" and most:
        told.append(_("Tick %(most)s at most.") % {"most": most})
    return tuple(told)


def _marks(form: str, chosen: dict[str, Any]) -> list[str]:
    if form == "ticks":
        return [_("Put a cross in the box beside what you choose.")]
    if form == "ranking":
        return [_("Write 1 in the box of your first choice, 2 in that of the next, and so on.")]
    if form == "points":
        points = int(chosen.get("points") or DEFAULT_POINTS)
        told = _("You have %(points)s points. Write in each box how many it gets.")
        return [told % {"points": points}]
    return [_("Put one cross in each row.")]


def _foot(consultation: Consultation) -> str:
    votes = [phase for phase in consultation.phases.all() if phase.kind == "vote"]
    told = [_("Do not write your name. A sheet that cannot be read clearly is spoilt.")]
    if votes and votes[0].closes_at:
        told.append(
            _("Hand it in before %(moment)s.") % {"moment": moment(votes[0].closes_at)},
        )
    return " ".join(told)
