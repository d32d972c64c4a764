"""Lines for whoever watches over the site: who came in, who was turned away, and where.

Residents are told by their role alone, so that no log says when somebody took part; people who work
here by their number. No address of a person or a device, no path, no text that anybody typed.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import user_logged_in, user_logged_out
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from portal.logs import is_secret
from portal.models import User
from portal.network import network_of

log = logging.getLogger("portal.security")
_METHODS = "account_authentication_methods"


@receiver(user_logged_in)
def _came_in(request: HttpRequest, user: User, **more: Any) -> None:
    methods = [str(one.get("method", "?")) for one in request.session.get(_METHODS, [])]
    log.info("signed in: %s by %s", _told(user), " and ".join(dict.fromkeys(methods)) or "?")


@receiver(user_logged_out)
def _went(user: User | None = None, **more: Any) -> None:
    log.info("signed out: %s", _told(user))


@receiver(user_login_failed)
def _failed(request: HttpRequest | None = None, **more: Any) -> None:
    log.warning("a sign-in failed, from network %s", _network(request))


def refused(request: Any, code: str) -> None:
    """A person was turned away from something; code: why, as portal.errors names it.

    Of a vote nothing is said: that somebody tried, and when, is nobody's business.
    """
    if is_secret(request):
        return
    match = getattr(request, "resolver_match", None)
    page = (match.url_name if match else "") or "?"
    who = _told(getattr(request, "user", None))
    log.info("refused (%s): %s at %s", code, who, page)


def _told(user: Any) -> str:
    if user is None or not user.is_authenticated:
        return "a guest"
    if user.role == User.Role.RESIDENT:
        return "a resident"
    return f"{user.role} {user.pk}"


def _network(request: Any) -> str:
    return (network_of(request) if request is not None else "") or "?"
