"""Signing in with a city account: a real identity service, both sides over TLS, in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as current
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, Page

from portal.city_accounts import discovery
from portal.models import User
from portal.policy import _sites_policy
from tests.identity_service import (
    CLIENT,
    PERSON,
    SECRET,
    IdentityService,
    make_certificate,
    over_tls,
    running,
)

pytestmark = pytest.mark.django_db(transaction=True)

Site = Callable[[], Page]
REFUSED = {
    "issuer": "another identity service",
    "description": "another identity service",
    "audience": "meant for another site",
    "nonce": "belongs to another sign-in",
    "expired": "too old",
    "unknown key": "not signed",
    "forged": "not signed",
    "shared secret": "not signed",
    "unsigned": "not signed",
    "subject": "two different people",
    "no address": "no e-mail address",
    "state": "in another browser or too long ago",
    "cancelled": "turned back",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of 127.0.0.1, for both servers."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def service(certificate: tuple[Path, Path], monkeypatch: Any) -> Iterator[IdentityService]:
    """The identity service, which the site's requests trust."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    with running(*certificate) as found:
        yield found


@pytest.fixture
def site(
    browser: Browser,
    service: IdentityService,
    certificate: tuple[Path, Path],
    settings: Any,
    transactional_db: None,
) -> Iterator[Site]:
    """A page of the site, over TLS, with the city's accounts configured."""
    _configure(settings, service)

    class Thread(LiveServerThread):
        def _create_server(self, connections_override: Any = None) -> Any:
            made = super()._create_server(connections_override)
            over_tls(made, *certificate)
            made.base_environ["HTTPS"] = "on"
            return made

    thread = Thread("127.0.0.1", _StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    contexts = []

    def open_() -> Page:
        address = f"https://127.0.0.1:{thread.port}"
        contexts.append(
            browser.new_context(
                base_url=address, ignore_https_errors=True, viewport={"width": 360, "height": 800}
            )
        )
        return contexts[-1].new_page()

    yield open_
    for context in contexts:
        context.close()
    thread.terminate()
    discovery.forget()
    _sites_policy.cache_clear()


def _configure(settings: Any, service: IdentityService) -> None:
    origins = [service.address]
    policy = deepcopy(current.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["form-action"] += origins
    app = {
        "provider_id": "city",
        "name": "City account",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {"server_url": service.address},
    }
    ours = deepcopy(current.SOCIALACCOUNT_PROVIDERS)
    ours["openid_connect"]["APPS"] = [app]
    settings.OIDC_ORIGINS = origins
    settings.CONTENT_SECURITY_POLICY = policy
    settings.SOCIALACCOUNT_PROVIDERS = ours
    _sites_policy.cache_clear()


def _sign_in(page: Page) -> None:
    page.goto("/account/login/?next=/privacy/")
    page.get_by_role("button", name="City account").click()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(lambda address: "/agreed" not in address and "/authorize" not in address)


def test_somebody_with_a_city_account_is_signed_in_and_comes_back_to_where_they_were(
    site: Site, service: IdentityService
) -> None:
    page = site()
    _sign_in(page)
    assert page.url.endswith("/privacy/")
    assert page.locator("summary", has_text="My account").is_visible()
    assert SocialAccount.objects.get().uid == PERSON["sub"]
    assert EmailAddress.objects.get().verified
    assert service.asked["code_challenge_method"] == "S256"
    assert len(service.asked["nonce"]) >= 32
    assert set(service.asked["scope"].split()) == {"openid", "profile", "email"}
    assert service.asked["redirect_uri"].endswith("/account/oidc/city/login/callback/")


@pytest.mark.parametrize("fault", REFUSED)
def test_an_answer_that_is_wrong_is_refused_in_words(
    site: Site, service: IdentityService, fault: str
) -> None:
    service.fault = fault
    page = site()
    if fault == "description":
        # Told before anybody is sent there.
        page.goto("/account/login/")
        page.get_by_role("button", name="City account").click()
    else:
        _sign_in(page)
    assert page.locator("h1").inner_text() == "You are not signed in"
    assert REFUSED[fault] in page.locator("main").inner_text()
    assert not page.locator("summary", has_text="My account").is_visible()
    assert not SocialAccount.objects.exists()


def test_a_sign_in_weaker_than_the_city_asks_for_is_refused(
    site: Site, service: IdentityService, settings: Any
) -> None:
    given = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]
    given |= {"auth_params": {"acr_values": "3"}, "levels": ["3"]}
    page = site()
    _sign_in(page)
    assert "stronger sign-in" in page.locator("main").inner_text()
    assert service.asked["acr_values"] == "3"
    service.level = "3"
    _sign_in(page)
    assert page.url.endswith("/privacy/")


def test_an_identity_service_that_is_away_is_told_of_and_the_page_offers_another_way(
    site: Site, settings: Any
) -> None:
    given = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]
    given["server_url"] = "https://127.0.0.1:9"
    page = site()
    page.goto("/account/login/")
    page.get_by_role("button", name="City account").click()
    assert "does not answer" in page.locator("main").inner_text()
    page.get_by_role("link", name="Sign in once more").click()
    assert page.get_by_label("E-mail address").is_visible()


def test_a_service_on_an_origin_that_the_policy_does_not_name_is_reached_by_a_link(
    site: Site, settings: Any
) -> None:
    settings.OIDC_ORIGINS = ["https://elsewhere.example"]
    page = site()
    page.goto("/account/login/")
    page.get_by_role("button", name="City account").click()
    page.get_by_role("link", name="Continue").click()
    assert page.get_by_role("button", name="Go on").is_visible()


def test_whoever_has_an_account_here_already_is_told_how_to_connect_the_two(site: Site) -> None:
    mine = User.objects.create_user(PERSON["email"], "a long pass phrase")
    EmailAddress.objects.create(user=mine, email=mine.email, verified=True, primary=True)
    page = site()
    _sign_in(page)
    assert page.get_by_text("You have an account here with this address already").is_visible()
    assert not SocialAccount.objects.exists()
    page.get_by_label("E-mail address").fill(mine.email)
    page.get_by_label("Password").fill("a long pass phrase")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="City account").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Take it off").wait_for()
    assert SocialAccount.objects.get().user == mine
