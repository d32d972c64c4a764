"""Going to the identity service and coming back."""

from __future__ import annotations

from typing import Any

import requests
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

from portal.city_accounts import discovery, refusals
from portal.city_accounts.refusals import Refused
from portal.city_accounts.tokens import find_key, key_id, read_id_token
from portal.second_factor.standing import STRENGTH


class CityAccountAdapter(OpenIDConnectOAuth2Adapter):
    """allauth's, which neither sends a nonce nor checks the token's signature."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The service's own description, asked every ten minutes."""
        given = self.get_provider()
        found = discovery.read(given.server_url)
        needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(found.get(name), str) for name in needed):
            raise Refused(refusals.UNREADABLE)
        # Else whoever answers at that address could speak for another issuer (Discovery 1.0, 4.3).
        if discovery.issuer_of(given.server_url) != found["issuer"].rstrip("/"):
            raise Refused(refusals.ISSUER)
        return found

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """Who signed in; raises Refused when the answer does not hold together."""
        claims = self._claims(app, kwargs["response"].get("id_token"))
        said: dict[str, Any] = {"id_token": claims}
        if self.openid_config.get("userinfo_endpoint"):
            said["userinfo"] = self._userinfo(token.token)
            # OpenID Connect Core 1.0, 5.3.2: else somebody else's facts would be taken for theirs.
            if said["userinfo"].get("sub") != claims["sub"]:
                raise Refused(refusals.SUBJECT)
        # Some services tell the address in the token alone.
        person = said.setdefault("userinfo", dict(claims))
        for name in ("email", "email_verified"):
            if name not in person and name in claims:
                person[name] = claims[name]
        if not isinstance(person.get("email"), str) or "@" not in person["email"]:
            raise Refused(refusals.NO_ADDRESS)
        # "false" as a word is true in Python.
        person["email_verified"] = person.get("email_verified") in (True, "true")
        request.session[STRENGTH] = {
            "sub": claims["sub"],
            "acr": claims.get("acr", ""),
            "amr": claims.get("amr", []),
        }
        return self.get_provider().sociallogin_from_response(request, said)

    def _claims(self, app: SocialApp, id_token: Any) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise Refused(refusals.UNREADABLE)
        where, kid = self.openid_config["jwks_uri"], key_id(id_token)
        key = find_key(discovery.read(where), kid) or find_key(
            discovery.read(where, newer_than_s=discovery.ASK_AGAIN_S), kid
        )
        if key is None:
            raise Refused(refusals.SIGNATURE)
        return read_id_token(
            id_token,
            key=key,
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.nonce,
            levels=app.settings.get("levels", ()),
        )

    def _userinfo(self, access_token: str) -> dict[str, Any]:
        try:
            found = self._fetch_user_info(access_token)
        except requests.RequestException:
            raise Refused(refusals.AWAY) from None
        if not isinstance(found, dict):
            raise Refused(refusals.UNREADABLE)
        return found


class _Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = str(state.get("nonce") or "")
        return state, answer


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the identity service."""
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it."""
    return _view(_Callback, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    answer: HttpResponse = kind.adapter_view(CityAccountAdapter(request, provider_id))(request)
    return answer
