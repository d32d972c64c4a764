"""A mail leads to the city's own address, whatever a request says it is."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from portal.city import site
from portal.models import User


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


def test_letters_without_a_request_bear_the_public_address(city: str) -> None:
    assert site() == city
