"""A session for each request, and the person whose it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
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
        # Not request.headers: it puts all of them into another table, at every page.
        request.session.agent = request.META.get("HTTP_USER_AGENT", "")  # type: ignore[attr-defined]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Write what changed."""
        session: Any = getattr(request, "session", None)
        if session is not None and session.left_by_somebody():
            session.create()
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            # It was ended elsewhere while this request was under way.
            where = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
            answer = redirect(f"{resolve_url(settings.LOGIN_URL)}?{where}")
            answer.delete_cookie(settings.SESSION_COOKIE_NAME, path=settings.SESSION_COOKIE_PATH)
            return answer


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
    if _is_visit(request, is_staff(user)):
        session.note_visit(now)
    return user


def _is_visit(request: Any, staff: bool) -> bool:
    """Whether somebody is there; a page that asks again by itself would keep them so for ever."""
    return (
        (staff or request.method in _READING)
        and "HTTP_X_UNATTENDED" not in request.META
        and not moments.is_quiet(request.path)
    )


def _begin(request: Any, user: Any, **_more: Any) -> None:
    session = getattr(request, "session", None)
    if isinstance(session, SessionStore):
        session.begin(user)
        user.awaits_second_factor = awaits(session, user)


def _note_day(user: Any, **_more: Any) -> None:
    # Django keeps the microsecond, which somebody could lay beside a vote's public log.
    day = moments.seen(timezone.now(), staff=False)
    if user.last_login != day:
        user.last_login = day
        user.save(update_fields=["last_login"])


user_logged_in.connect(_begin, dispatch_uid="portal.sessions.begin")
user_logged_in.disconnect(dispatch_uid="update_last_login")
user_logged_in.connect(_note_day, dispatch_uid="portal.sessions.day")
