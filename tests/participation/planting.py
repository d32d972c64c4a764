"""Two hundred marked secrets in every private field that people, officials and voters fill."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from stdnum import iban

from participation import comments, moderation, releases
from participation.ballots.secret import slot_of
from participation.models import Comment, Consultation, Option
from portal.models import User
from tests.participation.voting import cast
from twin.models import Scenario, TwinVersion

WORD = "zq7canary"


@dataclass
class Planted:
    """The secrets by where they lie. words: WORD + number; the rest are literal strings."""

    words: list[str] = field(default_factory=list)
    literals: list[str] = field(default_factory=list)

    def word(self) -> str:
        """A new marked word."""
        self.words.append(f"{WORD}{len(self.words):03d}")
        return self.words[-1]

    def literal(self, text: str) -> str:
        """Remember `text` as a secret."""
        self.literals.append(text)
        return text

    @property
    def count(self) -> int:
        """How many secrets there are."""
        return len(self.words) + len(self.literals)


def plant(
    question: Consultation,
    people: list[User],
    official: User,
    version: TwinVersion,
) -> Planted:
    """Fill the private fields; releases afterwards, as the worker would."""
    planted = Planted()
    options = list(question.options.all())
    _name(planted, people)
    writers = itertools.cycle(people)
    for place in range(30):
        _pinned(planted, next(writers), question, options[place % 3], place)
    _contact_data(planted, writers, question)
    _unseen(planted, writers, question, official)
    _votes(planted, people[:10], question, options)
    Scenario.objects.create(base=version, name={"en": f"Draft {planted.word()}"})
    Consultation.objects.create(slug="a-draft", question={"en": f"Draft {planted.word()}?"})
    Comment.objects.update(looked_at=None)
    releases.release_consultation(question.pk)
    return planted


def _name(planted: Planted, people: list[User]) -> None:
    """Names and e-mail addresses: two secrets a person."""
    for person in people:
        person.name = f"Robin {planted.word()}"
        person.email = f"{planted.word()}@secret.invalid"
    User.objects.bulk_update(people, ["name", "email"])


def _pinned(
    planted: Planted, person: User, question: Consultation, option: Option, place: int
) -> None:
    """An exact pin; every third is about a home. All lie within a few metres of each other."""
    longitude, latitude = -1.5551234 - place * 1e-6, 47.2151234 + place * 1e-6
    # Six decimals are ten centimetres: whoever reads those has the pin.
    planted.literal(f"{longitude:.6f}")
    planted.literal(f"{latitude:.6f}")
    comments.write_comment(
        actor=person,
        consultation=question,
        option=option,
        text=f"Here I would like a bench, says voice {place}.",
        geometry=Point(longitude, latitude, srid=4326),
        about_home=place % 3 == 0,
    )


def _contact_data(planted: Planted, writers: itertools.cycle, question: Consultation) -> None:
    """E-mail, phone and IBAN in texts that stay visible."""
    for number in range(5):
        phone = planted.literal(f"06 4{number} 57 31 8{number}")
        account = f"30006000011234567890{number}89"
        bank = planted.literal(
            iban.format(f"FR{iban.calc_check_digits('FR00' + account)}{account}")
        )
        mail = f"{planted.word()}@secret.invalid"
        comments.write_comment(
            actor=next(writers),
            consultation=question,
            text=f"Number {number}: call {phone}, write to {mail}, pay to {bank}.",
        )


def _unseen(
    planted: Planted, writers: itertools.cycle, question: Consultation, official: User
) -> None:
    """Held, hidden and withdrawn words, answers to hidden ones, and officials' notes."""

    def write(text: str) -> Comment:
        return comments.write_comment(actor=next(writers), consultation=question, text=text)

    for _number in range(12):
        write(f"Held: www.example.com has {planted.word()}.")
        hidden = write(f"Hidden: the matter of {planted.word()} again.")
        comments.reply(
            actor=next(writers), parent=hidden, text=f"Answer about {planted.word()} there."
        )
        moderation.hide_comment(
            actor=official, comment=hidden, reason="off-topic", note=f"Note {planted.word()}."
        )
        withdrawn = write(f"Withdrawn: the thought on {planted.word()}.")
        comments.withdraw_comment(actor=withdrawn.author, comment=withdrawn)


def _votes(
    planted: Planted, voters: list[User], question: Consultation, options: list[Option]
) -> None:
    for voter in voters:
        made = cast(voter, question, [options[0].pk])
        planted.literal(made.code)
        planted.literal(made.secret)
        planted.literal(made.secret.replace("-", ""))
        planted.literal(slot_of(made.secret).hex())


Maker = Callable[[int], list[User]]
