"""Contact data and what else names or finds a person, taken out of a text before it is stored.

One finder for each kind; what it is sure of is replaced by a mark, what it is not sure of stays
until an official has looked. Source of the number plans: ITU (phonenumbers), ISO 13616 (IBAN),
the check digits of national numbers (python-stdnum).
"""

from __future__ import annotations

from dataclasses import dataclass

from participation.disclosure.redact import (
    accounts,
    addresses,
    handles,
    mails,
    numbers,
    parted,
    phones,
    places,
    plates,
)
from participation.disclosure.redact.spans import Find, apart, read

MARKS = {
    "email": "[e-mail]",
    "phone": "[phone]",
    "iban": "[IBAN]",
    "card": "[card]",
    "id": "[personal number]",
    "plate": "[plate]",
    "address": "[house number]",
    "place": "[place]",
    "handle": "[account]",
}
FINDERS = (mails, handles, accounts, numbers, plates, places, addresses, parted)
_ROUNDS = 3


@dataclass(frozen=True)
class Redacted:
    """The text with marks in place of contact data, and how many were taken out.

    unsure: kinds of MARKS that may still be in it, in the text's order; an official looks first.
    """

    text: str
    count: int
    unsure: tuple[str, ...] = ()


def redact(text: str, *, region: str = "FR") -> Redacted:
    """`text` without e-mail addresses, phone, account, card and personal numbers, plates, house
    numbers in addresses, coordinates and names of accounts elsewhere.

    region: the city's country (ISO 3166), whose way to write phone numbers goes first. Call it
    before anything is stored; what it takes out is gone. Linear in the text's length.
    """
    count = 0
    for _round in range(_ROUNDS):
        finds = _finds(text, region)
        sure = [one for one in finds if one.sure]
        text, count = _marked(text, sure), count + len(sure)
        if not sure:
            break
    return Redacted(text, count, tuple(one.kind for one in finds if not one.sure))


def _finds(text: str, region: str) -> list[Find]:
    reading = read(text)
    lower = reading.text.lower()
    # Signs whose lower case is longer would move all that follows.
    plain = lower if len(lower) == len(reading.text) else reading.text
    found = [find for finder in FINDERS for find in finder.find(reading.text, plain)]
    found += phones.find(reading.text, plain, region=region)
    return apart(reading.where(one) for one in found if one.end > one.start)


def _marked(text: str, finds: list[Find]) -> str:
    pieces, at = [], 0
    for find in finds:
        pieces += [text[at : find.start], MARKS[find.kind]]
        at = find.end
    return "".join([*pieces, text[at:]])
