"""A session for each request, and the person whose it is."""

from __future__ import annotations

from typing import Any

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.authentication import known
from portal.second_factor.standing import awaits
from portal.sessions import moments
from portal.sessions.store import SessionStore, is_staff

_READING = ("GET", "HEAD")


class Sessions(SessionMiddleware):
    """As Django's; a browser that somebody signed out of is known by that until it runs out."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its session, which is read when somebody asks for it."""
        super().process_request(request)
        request.session.agent = request.headers.get("User-Agent", "")  # type: ignore[attr-defined]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Write what changed."""
        session: Any = getattr(request, "session", None)
        if session is not None and session.left_by_somebody():
            session.create()
        return super().process_response(request, response)


class SignedIn(AuthenticationMiddleware):
    """As Django's; the person is read with the session, and staff are not signed in for long."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its person, who is read when somebody asks for them."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person(request))  # type: ignore[assignment]


def _person(request: Any) -> Any:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _read(request)
    return request._cached_user


def _read(request: Any) -> Any:
    session = request.session
    # Loads it, and with it the person.
    session.get(auth.SESSION_KEY)
    with known(session.person):
        user = auth.get_user(request)
    standing = session.standing
    if not user.is_authenticated or standing is None:
        return user
    now = timezone.now()
    if is_staff(user):
        session.ended = moments.over(standing.since, standing.seen, now)
        if session.ended:
            session.flush()
            session.ended_person = user.pk
            return AnonymousUser()
        user.awaits_second_factor = awaits(session, user)
    if (request.method in _READING or is_staff(user)) and not moments.is_quiet(request.path):
        session.note_visit(now)
    return user


def _begin(request: Any, user: Any, **_more: Any) -> None:
    session = getattr(request, "session", None)
    if isinstance(session, SessionStore):
        session.begin(user)
        user.awaits_second_factor = awaits(session, user)


user_logged_in.connect(_begin, dispatch_uid="portal.sessions.begin")
