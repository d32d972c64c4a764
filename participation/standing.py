"""What a question has once it is open, and keeps: words, dates, options that can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from participation.calendars import rows_of
from participation.countable import rule_flaws
from participation.models import Consultation
from participation.tallies.catalogue import RULES
from portal.errors import BadInput
from portal.multilingual import pick
from portal.printing import unprintable_words


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: a sentence, and the part of the question and its field.

    part: texts, dates, options, rule, codes or list. field: "" where no single one would do.
    """

    sentence: str
    part: str
    field: str = ""

    def __str__(self) -> str:
        return self.sentence


@contextmanager
def opening_kept(current: Consultation) -> Iterator[None]:
    """Raise BadInput when the block takes from an open question what its opening asked for.

    What was missing before, as in what the site itself wrote, is no fault of this act. Hold the
    question's row. Who may vote is not asked: codes and lists are made after it is chosen.
    """
    if current.status == Consultation.Status.DRAFT:
        yield
        return
    before = set(_missing(current))
    yield
    for lack in _missing(current):
        if lack not in before:
            told = _("The question is open and keeps what it needed for that. %(lack)s")
            field = lack.field if lack.part == "dates" else lack.field.rpartition("_")[0]
            raise BadInput(told % {"lack": lack.sentence}, field=field)


def _missing(consultation: Consultation) -> list[Lack]:
    """What is missing, whatever the hour: a day that has passed meanwhile is no lack."""
    return [*words(consultation), *days(consultation), *options(consultation)]


def words(consultation: Consultation) -> list[Lack]:
    """What its texts lack."""
    first = settings.LANGUAGES[0][0]
    checks = [
        (consultation.question, "question", _("Write the question.")),
        (consultation.decision_maker, "decision_maker", _("Name who decides.")),
    ]
    return [
        Lack(sentence, "texts", f"{name}_{first}")
        for texts, name, sentence in checks
        if not any(texts.values())
    ]


def days(consultation: Consultation) -> list[Lack]:
    """Which dates it lacks; whether they fit together is calendars' to say."""
    rows = rows_of(consultation)
    found = []
    if not rows:
        found.append(Lack(_("Set the dates of the phases."), "dates", "inform_opens"))
    if consultation.decision_date is None:
        sentence = _("Say on which day the decision will be made.")
        found.append(Lack(sentence, "dates", "decision_date"))
    if any(kind == "vote" and closes is None for kind, _opens, closes in rows):
        sentence = _("Say when the vote closes; it is counted then.")
        found.append(Lack(sentence, "dates", "vote_closes"))
    return found


def plans(consultation: Consultation) -> list[Lack]:
    """Which options have a plan that nobody may see; one that an open question shows stays."""
    found = []
    for option in consultation.options.select_related("scenario"):
        if option.scenario.status == "withdrawn":
            told = _("The plan of “%(name)s” was withdrawn. Choose another.")
            found.append(Lack(told % {"name": pick(option.name)}, "options"))
        elif option.scenario.visibility != "public":
            told = _(
                "Only planners may see the plan of “%(name)s”. Let everyone see it, "
                "or choose another."
            )
            found.append(Lack(told % {"name": pick(option.name)}, "options"))
    return found


def options(consultation: Consultation) -> list[Lack]:
    """What its options and its rule lack."""
    listed = list(consultation.options.all())
    found = []
    if len(listed) < 2:
        found.append(Lack(_("Give people at least two options."), "options", "new-scenario"))
    if not any(option.is_baseline for option in listed):
        sentence = _("Put keeping things as they are among the options.")
        found.append(Lack(sentence, "options", "new-scenario"))
    flaws = rule_flaws(consultation) if listed else ()
    signs = _unprintable(consultation)
    return [
        *found,
        *(Lack(sentence, "rule") for sentence in flaws),
        *(Lack(sentence, "texts") for sentence in signs),
    ]


def _unprintable(consultation: Consultation) -> list[str]:
    """What ballots and letters of a vote could not show: after the opening its words are frozen."""
    if consultation.ballot_rule not in RULES:
        return []
    options = consultation.options.all()
    named = [words for option in options for words in (option.name, option.summary)]
    return unprintable_words(
        text for words in (consultation.question, *named) for text in words.values()
    )
