"""What whoever watches over the site reads, and what they don't."""

from __future__ import annotations

import logging

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from portal.models import User

FROM = {"REMOTE_ADDR": "93.184.216.34"}


@pytest.fixture(autouse=True)
def _listen(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="portal.security")


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "portal.security"]


def _sign_in(client: Client, user: User, password: str = "a long pass phrase") -> None:
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    form = {"login": user.email, "password": password}
    client.post("/account/login/", form, **FROM)  # type: ignore[arg-type]


def test_an_officials_sign_in_is_told_with_how_they_proved_it(
    client: Client, official: User, caplog: pytest.LogCaptureFixture
) -> None:
    _sign_in(client, official)
    assert f"signed in: official {official.pk} by password" in _lines(caplog)


def test_a_residents_sign_in_is_told_without_saying_who(
    client: Client, resident: User, caplog: pytest.LogCaptureFixture
) -> None:
    _sign_in(client, resident)
    assert "signed in: a resident by password" in _lines(caplog)


def test_a_wrong_password_is_told_with_a_keyed_network_and_no_address(
    client: Client, resident: User, caplog: pytest.LogCaptureFixture
) -> None:
    _sign_in(client, resident, "not this one")
    (line,) = [one for one in _lines(caplog) if "failed" in one]
    assert line.startswith("a sign-in failed, from network ")
    assert resident.email not in line
    assert "93.184" not in line


def test_somebody_who_tries_the_desk_is_told_with_the_pages_name(
    client: Client, resident: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(resident)
    assert client.get("/desk/queue/").status_code == 403
    assert "refused (not-allowed): a resident at desk-queue" in _lines(caplog)
