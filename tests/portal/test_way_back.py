"""Nobody is led to an address that is no page, and whoever comes to one is led on."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from portal.models import User
from portal.way_back import way_back


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/me/erase/", "/me/"),
        ("/me/devices/end/", "/me/devices/"),
        ("/c/rue-x/vote/cast/", "/c/rue-x/vote/"),
    ],
)
def test_an_address_without_a_page_says_so_and_leads_to_the_page_above(
    client: Client, resident: User, path: str, above: str
) -> None:
    client.force_login(resident)
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 405
    assert "There is no page at this address." in page
    assert f'<a class="button" href="{above}">' in page
    assert "POST" in answer["Allow"]


def test_a_path_that_a_browser_would_take_for_a_host_is_no_way_back(rf: RequestFactory) -> None:
    came = rf.post("/me/", HTTP_REFERER="http://testserver//evil.example/x?y=1")
    assert way_back(came) == "/%2Fevil.example/x?y=1"


def test_changing_the_language_after_sending_leads_back_to_the_form(
    client: Client, db: None
) -> None:
    page = client.post("/account/login/", {"login": "", "password": ""})
    assert 'name="next" value="/"' in page.content.decode()
    came = {"HTTP_REFERER": "http://testserver/account/login/?next=/me/"}
    page = client.post("/account/login/", {"login": "", "password": ""}, **came)
    assert 'name="next" value="/account/login/?next=/me/"' in page.content.decode()


def test_another_sites_address_is_no_way_back(client: Client, db: None) -> None:
    came = {"HTTP_REFERER": "https://evil.example/x"}
    page = client.post("/account/login/", {"login": "", "password": ""}, **came)
    assert "evil.example" not in page.content.decode()
