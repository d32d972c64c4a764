"""A comment in the making, kept in the session so that signing in loses no word.

The session is a row of the database. So the words are redacted before they come there, and the
place is sealed with a key that lies in a cookie of this device only: whoever reads the sessions, or
a backup of them, finds no point. Without the cookie the place is asked for again.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from participation.disclosure.redact import MARKS, redact
from participation.faces.resident.vote.drafts import home_of
from portal.limits import Limit

# Every new guest's draft is a row in the database.
DRAFTS_PERSON = Limit("drafts of a person", 60, 600)
DRAFTS_NETWORK = Limit("drafts from a network", 1_500, 600)
MOST_DRAFTS = 6
_BEGINNING = "comment:"
LASTS_S = 14 * 86_400
_SEALED = ("place", "street")


@dataclass
class Draft:
    """What was chosen and written so far.

    where: "place", "home", "all" or "" (not asked yet). place: GeoJSON or "". text: redacted;
    taken_out: how many pieces of contact data were. option: a letter in small, or "all". scenario:
    the revision that was shown with the option. once: a word of its own, by which it is stored
    once only. lost: the place was given, but not on this device.
    """

    where: str = ""
    place: str = ""
    street: str = ""
    text: str = ""
    taken_out: int = 0
    option: str = ""
    stance: str = "neutral"
    theme: str = "other"
    scenario: int | None = None
    once: str = ""
    lost: bool = False

    def say(self, text: str) -> None:
        """Take words in, without contact data."""
        seen = redact(text)
        # Words that are changed once more hold the marks of before.
        marks = sum(text.count(mark) for mark in MARKS.values())
        self.text, self.taken_out = seen.text, min(self.taken_out, marks) + seen.count


def _session_key(slug: str) -> str:
    return f"{_BEGINNING}{slug}"


def _cookie(slug: str) -> str:
    return f"place-{slug}"


def _box(request: HttpRequest, slug: str) -> Fernet | None:
    try:
        return Fernet(request.COOKIES.get(_cookie(slug), ""))
    except ValueError:
        return None


def load(request: HttpRequest, slug: str) -> Draft:
    """The draft for this consultation; an empty one at first."""
    kept = request.session.get(_session_key(slug), {})
    known = Draft.__dataclass_fields__.keys() - {*_SEALED, "lost"}
    draft = Draft(**{name: value for name, value in kept.items() if name in known})
    if sealed := kept.get("sealed", ""):
        opened = _opened(_box(request, slug), sealed)
        if opened is None:
            draft.where, draft.lost = "", True
        else:
            draft.place, draft.street = opened
    return draft


def _opened(box: Fernet | None, sealed: str) -> tuple[str, str] | None:
    if box is None:
        return None
    try:
        place, street = json.loads(box.decrypt(sealed))
    except (InvalidToken, ValueError):
        return None
    return str(place), str(street)


def keep(request: HttpRequest, response: HttpResponse, slug: str, draft: Draft) -> HttpResponse:
    """Put the draft into the session and its key into the device's cookie; the response.

    A draft has 5,000 characters and a place of 1,000 points at the most; of many, the oldest goes.
    """
    draft.once = draft.once or secrets.token_urlsafe(12)
    facts = {name: value for name, value in asdict(draft).items() if name != "lost"}
    place = [facts.pop(name) for name in _SEALED]
    if any(place):
        box = _box(request, slug)
        key = request.COOKIES[_cookie(slug)] if box else Fernet.generate_key().decode()
        facts["sealed"] = Fernet(key).encrypt(json.dumps(place).encode()).decode()
        response.set_cookie(
            _cookie(slug),
            key,
            max_age=LASTS_S,
            path=home_of(slug),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    own = _session_key(slug)
    begun = [key for key, _kept in request.session.items() if key.startswith(_BEGINNING)]
    others = [key for key in begun if key != own]
    for oldest in others[: max(0, len(others) + 1 - MOST_DRAFTS)]:
        del request.session[oldest]
    # As the newest, it stands last.
    request.session.pop(own, None)
    request.session[own] = facts
    return response


def drop(request: HttpRequest, response: HttpResponse, slug: str) -> HttpResponse:
    """Forget the draft: it is posted. The response."""
    request.session.pop(_session_key(slug), None)
    response.delete_cookie(_cookie(slug), path=home_of(slug))
    return response
