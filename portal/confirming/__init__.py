"""Acts that matter ask who is there: whoever signed in a while ago confirms that it is still them.

By password, by second factor for whoever has one, or by a code that is mailed. A session that was
stolen, or a screen left open, is not enough.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from portal.confirming import kept
from portal.errors import NotAllowed
from portal.way_back import way_back

View = Callable[..., HttpResponseBase]
SESSION_KEY = "confirmed_at"


def note(request: HttpRequest) -> None:
    """The person has just shown who they are: by signing in, or again."""
    request.session[SESSION_KEY] = int(time.time())


def was_confirmed(request: HttpRequest) -> bool:
    """Whether they have shown it within the last quarter of an hour."""
    at = request.session.get(SESSION_KEY, 0)
    return 0 <= time.time() - at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def confirmed_recently(view: View | None = None, *, again: bool = True) -> Any:
    """For pages and acts that need a fresh look at who is there; the outermost decorator.

    A page is asked for before it is shown. An act that comes too late is kept, sealed, and done
    once the person has confirmed; with again=False (downloads) they come back to the page with the
    button instead. Guests are sent to sign in.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _away(reverse("account_login"), way_back(request))
            if was_confirmed(request):
                kept.resume(request)
                answer = view(request, *args, **kwargs)
            else:
                answer = _ask(request, again)
            add_never_cache_headers(answer)
            return answer

        return guarded

    return decorate if view is None else decorate(view)


def _ask(request: HttpRequest, again: bool) -> HttpResponseBase:
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        raise NotAllowed(_("Sign out and in again first: this needs a fresh sign-in."))
    if request.method in ("GET", "HEAD"):
        next_ = request.get_full_path()
    elif again and kept.keep(request):
        next_ = kept.address(request)
    else:
        messages.info(request, _("Confirm that it is you, then press the button again."))
        next_ = way_back(request)
    return _away(ways[0]["url"], next_)


def _away(where: str, next_: str) -> HttpResponseBase:
    return redirect(f"{where}?{urlencode({'next': next_})}")
