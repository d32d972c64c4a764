"""Odd patterns in sentences: officials read figures, everyone else no figure of a small crowd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.models import Anomaly
from portal.templatetags.words import number


@dataclass(frozen=True)
class Kind:
    """title: what it is. often: what is often behind it. what_to_do: for officials."""

    title: str | Promise
    often: str | Promise
    what_to_do: str | Promise


KINDS: dict[str, Kind] = {
    "network": Kind(
        gettext_lazy("Many ballots from one network"),
        gettext_lazy(
            "A library, a school, a town hall's kiosk, a large household or company, or a mobile "
            "operator whose customers share addresses."
        ),
        gettext_lazy(
            "Ask whether one of your own kiosks or an event was at work. One person with many "
            "addresses looks the same from here."
        ),
    ),
    "burst": Kind(
        gettext_lazy("Many ballots at once"),
        gettext_lazy(
            "A newsletter, the evening news, a school class, a reminder that was just sent."
        ),
        gettext_lazy("Look what was sent or published in that hour."),
    ),
    "guessing": Kind(
        gettext_lazy("Many wrong codes or names"),
        gettext_lazy(
            "A machine that tries codes; or letters printed wrongly, or a list with the wrong "
            "dates, so that honest people fail."
        ),
        gettext_lazy(
            "Try a letter yourself. After 60 misses in ten minutes a network has to wait for ten "
            "minutes; a guessed code has about one chance in ten billion."
        ),
    ),
    "crowd-made": Kind(
        gettext_lazy("Accounts made together write about one place"),
        gettext_lazy("A meeting or a school class where people signed up together."),
        gettext_lazy(
            "Read what they wrote, and ask whether there was a meeting about that place. Somebody "
            "with many addresses looks the same from here."
        ),
    ),
    "crowd-weeks": Kind(
        gettext_lazy("Accounts of the same weeks write about one place"),
        gettext_lazy(
            "Neighbours who told each other, or who signed up at a stand in their street."
        ),
        gettext_lazy(
            "Read what they wrote, and ask whether somebody went from door to door there. Somebody "
            "with many addresses and much patience looks the same from here."
        ),
    ),
    "crowd-wrote": Kind(
        gettext_lazy("Many comments about one place at once"),
        gettext_lazy("A walk, a meeting, a message in a neighbours’ group."),
        gettext_lazy("Read what they wrote, and ask whether something happened there that day."),
    ),
    "crowd-words": Kind(
        gettext_lazy("The same words about one place"),
        gettext_lazy("A campaign that hands out a text. It is as good an opinion as any."),
        gettext_lazy(
            "The words are public in any case. Ask who hands out the text; if it is people of the "
            "place, let their places count."
        ),
    ),
    "crowd-network": Kind(
        gettext_lazy("Many comments about one place from one network"),
        gettext_lazy(
            "A library, a school, a company, a large household, or a mobile operator whose "
            "customers share addresses."
        ),
        gettext_lazy("Ask whether one of your own computers or an event was at work."),
    ),
}


TOLD: dict[str, Promise] = {
    "crowd-made": gettext_lazy(
        "Several people who waited for one place to become public made their accounts within 24 "
        "hours."
    ),
    "crowd-weeks": gettext_lazy(
        "Several people who waited for one place to become public made their accounts within the "
        "same four weeks, far more of them than elsewhere."
    ),
    "crowd-wrote": gettext_lazy(
        "Several people who waited for one place to become public wrote within ten minutes."
    ),
    "crowd-words": gettext_lazy(
        "Several people who waited for one place to become public used nearly the same words."
    ),
    "crowd-network": gettext_lazy(
        "Several comments that waited for one place to become public came from one network."
    ),
}


def told_of(anomaly: Anomaly) -> str | Promise:
    """What everyone reads of it: of ballots figures in blocks, of a crowd neither figure nor day.

    Who plants nine accounts in a place and reads that ten wait there has found the tenth person.
    """
    return TOLD.get(anomaly.kind) or sentence_of(anomaly)


def sentence_of(anomaly: Anomaly) -> str:
    """What was seen, without saying from where: "At least 150 ballots came in ten minutes …".

    Of a crowd with exact figures: for officials only.
    """
    evidence: Mapping[str, Any] = anomaly.evidence
    began = timezone.localtime(datetime.fromisoformat(evidence["from"]))
    words = {
        "number": number(evidence["number"]),
        "of": number(evidence["of"]),
        "day": date_format(began, "l j F"),
        "time": date_format(began, "H:i"),
        "hours": evidence["minutes"] // 60,
    }
    if anomaly.kind == "network" and evidence["minutes"] > 60:
        return (
            _("On %(day)s, at least %(number)s of some %(of)s ballots came from one network.")
            % words
        )
    sentences = {
        "crowd-made": _(
            "Of %(of)s people who wait for one place to become public, %(number)s made their "
            "accounts within 24 hours from %(day)s on."
        ),
        "crowd-weeks": _(
            "Of %(of)s people who wait for one place to become public, %(number)s made their "
            "accounts within four weeks from %(day)s on, twice the share of elsewhere in this "
            "question."
        ),
        "crowd-wrote": _(
            "On %(day)s, %(number)s of %(of)s people who wait for one place to become public wrote "
            "within ten minutes."
        ),
        "crowd-words": _(
            "Of %(of)s people who wait for one place to become public, %(number)s used nearly the "
            "same words since %(day)s."
        ),
        "crowd-network": _(
            "Of %(of)s comments that wait for one place to become public, %(number)s or more came "
            "from one network since %(day)s."
        ),
        "network": _(
            "On %(day)s, in the hour from %(time)s, at least %(number)s of some %(of)s ballots "
            "came from one network."
        ),
        "burst": _(
            "On %(day)s, in the hour from %(time)s, at least %(number)s ballots came within ten "
            "minutes; usual were %(of)s or fewer."
        ),
        "guessing": _(
            "On %(day)s, in the hour from %(time)s, codes or names were wrong at least %(number)s "
            "times."
        ),
    }
    return sentences[anomaly.kind] % words
