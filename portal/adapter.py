"""Where the site's accounts differ from allauth's."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.city import site
from portal.confirming import was_confirmed
from portal.confirming.by_code import mail_address


class _Named:
    """What RequestSite asks of a request."""

    def __init__(self, host: str) -> None:
        self.get_host = lambda: host


def _public(name: str, value: Any) -> Any:
    """A link of a mail, moved to the public address."""
    if not name.endswith("_url") or not isinstance(value, str):
        return value
    parts = urlsplit(value)
    return site() + urlunsplit(("", "", parts.path, parts.query, parts.fragment))


class Accounts(DefaultAccountAdapter):
    """Signing up and in, and what mails about it."""

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """How somebody confirms that it is still them, the first way first.

        Whoever has a second factor uses that. Else a password, or a code by mail: nobody who signs
        in by code, or with the city's account, has to have a password.
        """
        ways: list[dict[str, str]] = super().get_reauthentication_methods(user)
        factors = [way for way in ways if way["id"].startswith("mfa")]
        if factors or not user.is_authenticated:
            return factors
        for way in ways:
            way["description"] = _("Use my password")
        if mail_address(user):
            url = reverse("confirm-by-code")
            ways.append({"id": "code", "description": _("Have a code sent by mail"), "url": url})
        return ways

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in as the database has them: confirming may have dropped a password."""
        user.refresh_from_db(fields=["password"])
        super().login(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth's, with links to the city's own address, whatever host the request named."""
        if settings.PUBLIC_URL:
            context = {name: _public(name, value) for name, value in context.items()}
            context["current_site"] = RequestSite(_Named(urlsplit(site()).netloc))
        super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """With the city's name in front, not with the name that the request gave."""
        return f"[{settings.CITY['name']}] {subject}"

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Signing in counts as confirming, for allauth's own pages as for ours."""
        return not was_confirmed(self.request)
