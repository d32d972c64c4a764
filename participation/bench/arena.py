"""What the ballots benchmark works on: a question of its own, voters with sessions, and its end."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation, Option, Phase
from portal.models import User
from twin import door


@dataclass(frozen=True)
class Voter:
    """One voter's request: its cookies and body, ready to be sent."""

    cookie: str
    body: bytes


@dataclass(frozen=True)
class Arena:
    """A question in its vote phase, where to post, and who may."""

    consultation: Consultation
    path: str
    voters: list[Voter]


@contextmanager
def arena(voters: int) -> Iterator[Arena]:
    """A temporary question with `voters` signed-in, verified people; all of it goes at the end.

    Raises LookupError when no city is loaded.
    """
    version = door.demo_version()
    if version is None:
        raise LookupError("Load the demo city first: ./civic demo.")
    consultation = _question(version)
    mark = f"bench-{uuid.uuid4().hex[:8]}"
    people = User.objects.bulk_create(
        User(email=f"{mark}-{number}@demo.invalid", password=f"!{number}", synthetic=True)
        for number in range(voters)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True) for person in people
    )
    options = list(consultation.options.values_list("pk", flat=True))
    path = reverse("vote-cast", args=[consultation.slug])
    try:
        yield Arena(consultation, path, [_voter(person, options) for person in people])
    finally:
        consultation.delete()
        User.objects.filter(email__startswith=mark).delete()


def _question(version: door.TwinVersion) -> Consultation:
    now = timezone.now()
    consultation = Consultation.objects.create(
        slug=f"bench-{uuid.uuid4().hex[:8]}",
        question={"en": "How fast is a ballot?"},
        decision_maker={"en": "Nobody"},
        decision_date=timezone.localdate() + timedelta(days=9),
        status=Consultation.Status.OPEN,
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
        for position in (1, 2, 3)
    )
    return consultation


def _voter(person: User, options: list[int]) -> Voter:
    """A session and a CSRF token as the site would have given them."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    secret = _get_new_csrf_string()
    form = {
        "csrfmiddlewaretoken": secret,
        "options": [options[person.pk % 3], options[0]],
        "token": uuid.uuid4().hex,
    }
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={secret}"
    return Voter(cookie, urlencode(form, doseq=True).encode())
