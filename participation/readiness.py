"""What a question still needs before it can open, each with the place to mend it."""

from __future__ import annotations

from django.utils import timezone

from participation.calendars import faults, flaw_sentence, rows_of
from participation.eligibility.rules import missing as missing_rights
from participation.models import Consultation
from participation.standing import Lack, days, options, plans, words


def what_is_missing(consultation: Consultation) -> list[str]:
    """Sentences that say what a consultation still needs before it can open; none when ready."""
    return [lack.sentence for lack in lacks(consultation)]


def lacks(consultation: Consultation) -> list[Lack]:
    """All that opening still needs, in the order of the parts; none when ready."""
    return [
        *words(consultation),
        *_dates(consultation),
        *plans(consultation),
        *options(consultation),
        *_rights(consultation),
    ]


def _dates(consultation: Consultation) -> list[Lack]:
    found, rows = days(consultation), rows_of(consultation)
    # What the site itself writes down, such as the demo's past votes, is not asked for the future.
    now = None if consultation.synthetic else timezone.now()
    flaws = faults(rows, consultation.decision_date, now=now)
    told = {lack.field for lack in found}
    return found + [
        Lack(flaw_sentence(flaw), "dates", flaw.field) for flaw in flaws if flaw.field not in told
    ]


def _rights(consultation: Consultation) -> list[Lack]:
    part = {"code": "codes", "census": "list"}.get(str(consultation.eligibility.get("kind")), "who")
    return [Lack(sentence, part) for sentence in missing_rights(consultation)]
