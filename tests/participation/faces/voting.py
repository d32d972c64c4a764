"""Steps of a vote over the test client, as a browser without scripts takes them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from participation.ballots import new_secret
from participation.models import Consultation


def review(client: Client, question: Consultation, **marks: Any) -> Any:
    """Send the sheet: tick=[ids], abstain="1", or {"rank-12": "1"} and the like."""
    return client.post(reverse("vote-review", args=[question.slug]), {"sheet": "1"} | marks)


def cast(
    client: Client,
    question: Consultation,
    given: dict[str, Any],
    *,
    token: str = "t",
    follow: bool = False,
    **more: str,
) -> Any:
    """Send the last form, with a fresh secret in it as every review has."""
    sent = {"content": json.dumps(given), "secret": new_secret(), "token": token, **more}
    return client.post(reverse("vote-cast", args=[question.slug]), sent, follow=follow)


def secret_cookie(client: Client) -> Any:
    """The cookie that holds a voter's key, None without one."""
    kept = [m for name, m in client.cookies.items() if name.startswith("ballot-") and m.value]
    return kept[-1] if kept else None


def page_of(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())


def asked(page: str, name: str) -> str:
    """The value of a field on the page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])
