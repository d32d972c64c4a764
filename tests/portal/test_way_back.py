"""Nobody is led to an address that opens by a button only."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.models import User


@pytest.mark.parametrize("path", ["/me/erase/", "/c/rue-x/comments/react/", "/kiosk/enter/"])
def test_an_address_without_a_page_says_so_on_a_page(
    client: Client, resident: User, path: str
) -> None:
    client.force_login(resident)
    answer = client.get(path)
    assert answer.status_code in (302, 404, 405)
    if answer.status_code == 405:
        assert "This address opens by a button only." in answer.content.decode()
        assert answer["Allow"]


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
