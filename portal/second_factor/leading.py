"""Where staff are led: to sign in when a session is over, to a second factor when one is missing.

What they were sending is kept for them on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.errors import NotThere, SecondFactorFirst
from portal.problems import wants_json
from portal.second_factor.standing import NEXT
from portal.sessions import parking

_FOUND = 302
_READING = ("GET", "HEAD")


class Leading:
    """Stands behind the check of the form's token, so that no other site can leave words here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; say why somebody has to sign in again, where they are led there."""
        answer = self.get_response(request)
        why = getattr(request.session, "ended", "")
        if why and answer.status_code == _FOUND:
            messages.info(request, _SENTENCES[why]())
        return answer

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        """Staff who were away for too long sign in, and find what they sent when they are back."""
        # What is only read is not asked: who is there would make every answer a private one.
        if request.method in _READING or wants_json(request):
            return None
        session: Any = request.session
        if request.user.is_authenticated:
            parking.sent(request)
            return None
        if not session.ended or not parking.park(request, session.ended_person):
            return None
        return _away(request, f"{reverse('account_login')}?{urlencode({'next': reverse('kept')})}")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Staff without a second factor set one up, and come back."""
        return led(request, error)


def led(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
    """Off to setting up a second factor, where its lack is what the error is about; else None."""
    person: Any = request.user
    waits = getattr(person, "awaits_second_factor", False)
    if not waits or wants_json(request) or not isinstance(error, SecondFactorFirst | NotThere):
        return None
    if request.method in _READING:
        request.session[NEXT] = request.get_full_path()
    elif parking.park(request, person.pk):
        request.session[NEXT] = reverse("kept")
    return _away(request, reverse("mfa_index"))


def _away(request: HttpRequest, where: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        # htmx would else put the page where it asked for a part of one.
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return redirect(where)


_SENTENCES: dict[str, Callable[[], str]] = {
    "idle": lambda: _("You were away for a while, so you were signed out. Sign in to go on."),
    "long": lambda: _("You have been signed in for a working day. Sign in again to go on."),
}
