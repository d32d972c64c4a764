"""What a question still needs before it can open, each with the place to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.calendars import faults, flaw_sentence, rows_of
from participation.countable import rule_flaws
from participation.eligibility.rules import missing as missing_rights
from participation.models import Consultation
from participation.tallies.catalogue import RULES
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


def what_is_missing(consultation: Consultation) -> list[str]:
    """Sentences that say what a consultation still needs before it can open; none when ready."""
    return [lack.sentence for lack in lacks(consultation)]


def lacks(consultation: Consultation) -> list[Lack]:
    """All that opening still needs, in the order of the parts; none when ready."""
    return [
        *_words(consultation),
        *_dates(consultation),
        *_options(consultation),
        *_rights(consultation),
    ]


def _words(consultation: Consultation) -> list[Lack]:
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


def _dates(consultation: Consultation) -> list[Lack]:
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
    # What the site itself writes down, such as the demo's past votes, is not asked for the future.
    now = None if consultation.synthetic else timezone.now()
    flaws = faults(rows, consultation.decision_date, now=now)
    told = {lack.field for lack in found}
    return found + [
        Lack(flaw_sentence(flaw), "dates", flaw.field) for flaw in flaws if flaw.field not in told
    ]


def _options(consultation: Consultation) -> list[Lack]:
    options = list(consultation.options.select_related("scenario"))
    found = []
    for option in options:
        if option.scenario.status == "withdrawn":
            told = _("The plan of “%(name)s” was withdrawn. Choose another.")
            found.append(Lack(told % {"name": pick(option.name)}, "options"))
        elif option.scenario.visibility != "public":
            told = _(
                "Only planners may see the plan of “%(name)s”. Let everyone see it, "
                "or choose another."
            )
            found.append(Lack(told % {"name": pick(option.name)}, "options"))
    if len(options) < 2:
        found.append(Lack(_("Give people at least two options."), "options", "new-scenario"))
    if not any(option.is_baseline for option in options):
        sentence = _("Put keeping things as they are among the options.")
        found.append(Lack(sentence, "options", "new-scenario"))
    flaws = rule_flaws(consultation) if options else ()
    signs = _unprintable(consultation)
    return [
        *found,
        *(Lack(sentence, "rule") for sentence in flaws),
        *(Lack(sentence, "texts") for sentence in signs),
    ]


def _rights(consultation: Consultation) -> list[Lack]:
    part = {"code": "codes", "census": "list"}.get(str(consultation.eligibility.get("kind")), "who")
    return [Lack(sentence, part) for sentence in missing_rights(consultation)]


def _unprintable(consultation: Consultation) -> list[str]:
    """What ballots and letters of a vote could not show: after the opening its words are frozen."""
    if consultation.ballot_rule not in RULES:
        return []
    options = consultation.options.all()
    named = [words for option in options for words in (option.name, option.summary)]
    return unprintable_words(
        text for words in (consultation.question, *named) for text in words.values()
    )
