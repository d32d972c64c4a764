"""Signing in at the end of an act, without losing a word."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from portal.roles import Predicate, is_known, require
from portal.way_back import way_back

View = Callable[..., HttpResponse]


def to_sign_in(next_: str) -> HttpResponse:
    """Off to the sign-in page, and then to `next_`."""
    return redirect(f"{reverse('account_login')}?{urlencode({'next': next_})}")


def signed_in_first(view: View) -> View:
    """For acts behind a button: guests sign in and come back to the page with that button."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_known(request.user):
            return view(request, *args, **kwargs)
        came_from = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
            came_from = reverse("home")
        messages.info(request, _("Please sign in first, then press it again."))
        return to_sign_in(came_from)

    return guarded


def only(predicate: Predicate) -> Callable[[View], View]:
    """For pages of a role: guests sign in first, others are told that it is not for them."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_known(request.user):
                return to_sign_in(way_back(request))
            require(predicate, request.user)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
