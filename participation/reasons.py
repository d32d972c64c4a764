"""Why a comment may be hidden, reported or held: the tables that people are shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.errors import BadInput

# code -> (short name in the list, sentence for the author's statement of reasons)
HIDING: dict[str, tuple[Promise, Promise]] = {
    "insult": (
        _("Insults a person or a group"),
        _("It insults a person or a group. The argument itself is welcome without the insult."),
    ),
    "threat": (
        _("Threatens or calls for violence"),
        _("It threatens someone or calls for violence."),
    ),
    "hate": (
        _("Hate against a group"),
        _("It attacks people for what they are, which the law forbids."),
    ),
    "personal-data": (
        _("Tells private facts about someone"),
        _("It tells private facts about a person who can be recognised."),
    ),
    "advertising": (
        _("Advertises something"),
        _("It advertises a product, a service or a campaign."),
    ),
    "off-topic": (
        _("Is about another matter"),
        _("It is about another matter than this question."),
    ),
    "repeat": (
        _("Says the same thing again"),
        _("The same words were posted before by the same person."),
    ),
    "illegal": (
        _("Against the law in another way"),
        _("It breaks the law. The note says which rule."),
    ),
}

# code -> short name, for a form's choices
HIDING_NAMES: dict[str, Promise] = {code: names[0] for code, names in HIDING.items()}

REPORTING: dict[str, Promise] = {
    "insult": _("It insults someone"),
    "threat": _("It threatens someone"),
    "personal-data": _("It tells private facts about someone"),
    "advertising": _("It is advertising"),
    "off-topic": _("It is about another matter"),
    "other": _("Something else"),
}

HELD: dict[str, Promise] = {
    "contact": _("It may hold contact data, an address or a number that belongs to someone."),
    "link": _("It holds a link."),
    "shouting": _("It is mostly in capital letters."),
    "insult": _("It holds a word from the list of insults."),
    "repeat": _("The same words were posted before."),
    "stretched": _("One sign is repeated many times."),
    "many": _("Several comments came from one person within ten minutes."),
}


def hiding_name(code: str) -> str:
    """The short name of a reason, in the reader's language."""
    return str(HIDING[code][0]) if code in HIDING else code


def hiding_sentence(code: str) -> str:
    """The sentence that the author reads."""
    return str(HIDING[code][1]) if code in HIDING else ""


def held_sentence(code: str) -> str:
    """Why the filter held a comment, for its author and for officials."""
    return str(HELD[code]) if code in HELD else ""


def require_hiding(code: str) -> str:
    """`code` if it is a reason for hiding; raises BadInput else."""
    if code not in HIDING:
        raise BadInput(
            _("Choose a reason from the list, so that the author knows why."), field="reason"
        )
    return code


def require_reporting(code: str) -> str:
    """`code` if it is a reason for reporting; raises BadInput else."""
    if code not in REPORTING:
        raise BadInput(_("Choose what is wrong with this comment."), field="reason")
    return code
