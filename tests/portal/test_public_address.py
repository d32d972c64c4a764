"""A mail leads to the city's own address, whatever a request says it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from portal.city import public, site
from portal.models import User

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "templates/account/email"


@pytest.fixture
def city(settings: Settings) -> str:
    settings.ALLOWED_HOSTS = ["*"]
    settings.PUBLIC_URL = "https://city.example"
    return "https://city.example"


@pytest.mark.parametrize("page", ["account_reset_password", "account_signup"])
def test_a_forged_host_gets_into_no_mail(
    page: str, client: Client, resident: User, city: str
) -> None:
    sent = {"email": resident.email, "password1": "a quite long phrase 7"}
    client.post(reverse(page), sent, headers={"Host": "evil.example"})
    (message,) = mail.outbox
    assert "evil.example" not in f"{message.subject}\n{message.body}"


def test_the_link_of_a_reset_leads_to_the_city(client: Client, resident: User, city: str) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    client.post(
        reverse("account_reset_password"),
        {"email": resident.email},
        headers={"Host": "evil.example"},
    )
    body = str(mail.outbox[0].body)
    assert f"{city}/account/password/reset/key/" in body
    assert "evil.example" not in body


@pytest.mark.parametrize(
    "template", sorted(path.name for path in MAILS.glob("*_message.txt") if "base" not in path.name)
)
def test_no_mail_template_makes_an_address_of_its_own(template: str) -> None:
    words = (MAILS / template).read_text()
    assert "request." not in words
    assert "://" not in words
    assert "{% url" not in words


def test_mails_and_what_is_printed_ask_no_request_for_the_sites_name() -> None:
    """The register of models names the address it was asked under; cookies go by the host."""
    asks = re.compile(r"build_absolute_uri|get_current_site|get_host\(")
    found = {
        str(path.relative_to(ROOT))
        for room in ("portal", "twin", "participation")
        for path in (ROOT / room).rglob("*.py")
        if asks.search(path.read_text())
    }
    assert found <= {
        "participation/guests/pages.py",
        "portal/city.py",
        "portal/confirming/by_code.py",
        "portal/contact.py",
        "portal/way_back.py",
        "twin/faces/register.py",
    }


def test_a_receipts_code_leads_to_the_citys_own_address(city: str) -> None:
    asked = RequestFactory().get("/", headers={"Host": "evil.example"})
    assert public(asked, "/receipt/ABCD/") == f"{city}/receipt/ABCD/"


def test_a_demo_says_on_its_pages_where_its_mails_are(
    client: Client, resident: User, settings: Settings
) -> None:
    settings.DEMO, settings.DEMO_MAIL = True, "/somewhere/mail-worker.log"
    assert "/somewhere/mail-worker.log" in _after_a_reset(client, resident)
    settings.DEMO = False
    assert "/somewhere/mail-worker.log" not in _after_a_reset(client, resident)


def _after_a_reset(client: Client, person: User) -> str:
    page = client.post(reverse("account_reset_password"), {"email": person.email}, follow=True)
    return str(page.content.decode())


def test_letters_without_a_request_bear_the_public_address(city: str) -> None:
    assert site() == city
