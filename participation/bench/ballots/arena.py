"""What the ballots benchmark works on: a question of its own, voters with sessions, and its end."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import IntegrityError
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse
from django.utils import timezone

from participation.ballots import new_secret
from participation.models import Consultation, Option, Phase
from participation.tallies.catalogue import RULES
from participation.tallies.content import Choice
from portal.models import User
from twin import door

RULE = "star"
REMOVALS = 20


@dataclass(frozen=True)
class Voter:
    """Somebody with an account, signed in. cookie: of the session and the CSRF secret."""

    cookie: str
    csrf: str
    secret: str


@dataclass(frozen=True)
class Arena:
    """A question in its vote phase, where to post, who may, and what they may choose from."""

    consultation: Consultation
    path: str
    voters: list[Voter]
    options: list[int]

    def content(self, number: int) -> str:
        """Ballot `number` of the many that can be cast here: scores are its digits by six."""
        scores = []
        for option in self.options:
            number, score = divmod(number, 6)
            scores.append([option, score])
        return sound(self, {"scores": [pair for pair in scores if pair[1]]})

    def form(
        self, voter: Voter, content: str, *, secret: str = "", token: str = "", how: str = ""
    ) -> bytes:
        """The body of the POST that the review page would send."""
        fields = {
            "csrfmiddlewaretoken": voter.csrf,
            "content": content,
            "secret": secret or voter.secret,
            "token": token or uuid.uuid4().hex,
            "until": str(int((timezone.now() + timedelta(days=1)).timestamp())),
            "how": how,
        }
        return urlencode(fields).encode()


def sound(ground: Arena, given: Mapping[str, Any]) -> str:
    """The canonical text of a ballot of this question."""
    choices = [Choice(pk, None, place == 0) for place, pk in enumerate(ground.options)]
    return RULES[RULE].check(given, choices, {})


@contextmanager
def arena(voters: int, options: int = 5) -> Iterator[Arena]:
    """A temporary question with `voters` signed-in, verified people; all of it goes at the end.

    Raises LookupError when no city is loaded.
    """
    version = door.demo_version()
    if version is None:
        raise LookupError("Load the demo city first: ./civic demo.")
    consultation = _question(version, options)
    mark = consultation.slug
    people = User.objects.bulk_create(
        User(email=f"{mark}-{number}@demo.invalid", password=f"!{number}", synthetic=True)
        for number in range(voters)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True) for person in people
    )
    path = reverse("vote-cast", args=[consultation.slug])
    ids = list(consultation.options.values_list("pk", flat=True))
    try:
        yield Arena(consultation, path, [signed_in(person) for person in people], ids)
    finally:
        _remove(consultation)
        User.objects.filter(email__startswith=mark).delete()


def close_vote(consultation: Consultation) -> None:
    """The vote's end is now."""
    Phase.objects.filter(consultation=consultation, kind=Phase.Kind.VOTE).update(
        closes_at=timezone.now()
    )


def _remove(consultation: Consultation) -> None:
    """Delete a question; a worker may just be writing what the public sees of it."""
    for _again in range(REMOVALS):
        try:
            consultation.delete()
            return
        except IntegrityError:
            time.sleep(1)
    raise TimeoutError(f"{consultation.slug} is still written to")


def _question(version: door.TwinVersion, options: int) -> Consultation:
    now = timezone.now()
    consultation = Consultation.objects.create(
        slug=f"bench-{uuid.uuid4().hex[:8]}",
        question={"en": "How fast is a ballot?"},
        decision_maker={"en": "Nobody"},
        decision_date=timezone.localdate() + timedelta(days=9),
        status=Consultation.Status.OPEN,
        ballot_rule=RULE,
        synthetic=True,
    )
    Phase.objects.create(
        consultation=consultation,
        kind=Phase.Kind.VOTE,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
    )
    baseline = door.baseline(version)
    Option.objects.bulk_create(
        Option(
            consultation=consultation,
            scenario=baseline,
            position=position,
            name={"en": str(position)},
            is_baseline=position == 1,
        )
        for position in range(1, options + 1)
    )
    return consultation


def signed_in(person: User) -> Voter:
    """A session and a CSRF token as the site would have given them."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.begin(person)
    session.save()
    csrf = _get_new_csrf_string()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={csrf}"
    return Voter(cookie, csrf, new_secret())
