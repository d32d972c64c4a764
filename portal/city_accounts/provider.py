"""What allauth's registry loads in the place of its own OpenID Connect provider."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.city_accounts import discovery, refusals
from portal.city_accounts.refusals import Reason, Refused
from portal.city_accounts.views import CityAccountAdapter
from portal.ownership import account_of, release

log = logging.getLogger(__name__)


class CityAccountProvider(OpenIDConnectProvider):
    """With a nonce, with PKCE, and with nothing that a link's parameters could change."""

    oauth2_adapter_class = CityAccountAdapter
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """The scopes that the settings name."""
        return self.get_scope()

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:
        """The parameters that the settings name."""
        return self.get_auth_params()

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """To the authorization endpoint, or a page that says why not."""
        nonce = secrets.token_urlsafe(32)
        auth_params = {**(kwargs.pop("auth_params", None) or self.get_auth_params())}
        if process not in (AuthProcess.LOGIN, AuthProcess.CONNECT):
            process = AuthProcess.LOGIN
        try:
            answer: HttpResponse = super().redirect(
                request,
                process,
                next_url,
                data,
                auth_params={**auth_params, "nonce": nonce},
                nonce=nonce,
                **kwargs,
            )
        except Refused as error:
            return render_authentication_error(request, self, exception=error)
        there = answer.get("Location", "")
        if answer.status_code == 302 and discovery.origin(there) not in settings.OIDC_ORIGINS:
            # A form may only lead to origins that the policy names; a link may lead anywhere.
            log.warning("OIDC_ORIGINS does not name %s", discovery.origin(there))
            context = {"provider": self, "there": there}
            return render(request, "socialaccount/go_on.html", context)
        return answer


class CityAccounts(DefaultSocialAccountAdapter):
    """Asks nobody but the service itself, and says in words why somebody was not signed in."""

    def get_requests_session(self) -> requests.Session:
        """A session that follows no redirect: it would carry a secret to wherever that leads."""
        web: requests.Session = super().get_requests_session()
        ask = web.request
        web.request = lambda *words, **more: ask(  # type: ignore[method-assign]
            *words, **{**more, "allow_redirects": False}
        )
        return web

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Somebody else's unconfirmed claim to an address does not stand in its owner's way.

        Whoever has an account here signs in to it and connects the two. allauth would ask them for
        a code that never comes, lest it tell that there is one; but the service vouches for them.
        """
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        proven = [one.email for one in sociallogin.email_addresses if one.verified]
        release(proven)
        if any(account_of(address) for address in proven):
            messages.info(
                request,
                _(
                    "You have an account here with this address already. Sign in to it as before, "
                    "then connect your city account to it."
                ),
            )
            next_ = urlencode({"next": reverse("socialaccount_connections")})
            raise ImmediateHttpResponse(redirect(f"{reverse('account_login')}?{next_}"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Put the sentence where the page finds it, and the reason's name into the log."""
        reason = _reason(error, exception, extra_context or {})
        if error != AuthError.CANCELLED:
            log.warning("A sign-in with a city account was refused: %s", reason.name)
        if extra_context is not None:
            extra_context["sentence"] = reason.sentence


def _reason(error: Any, exception: Exception | None, context: dict[str, Any]) -> Reason:
    if isinstance(exception, Refused):
        return exception.reason
    if exception is not None:
        return refusals.AWAY
    return refusals.STATE if "state_id" in context else refusals.SERVICE


provider_classes = [CityAccountProvider]
