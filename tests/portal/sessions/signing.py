"""Signing in by the site's own page, as a browser does."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.test import Client

from portal.models import User

PASSWORD = "a long pass phrase"


def sign_in(client: Client, person: User) -> Client:
    """The same client, signed in with address and password."""
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content[:2000]
    return client
