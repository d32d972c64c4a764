"""Where the site's accounts differ from allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.confirming import was_confirmed
from portal.confirming.by_code import mail_address


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

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Signing in counts as confirming, for allauth's own pages as for ours."""
        return not was_confirmed(self.request)
