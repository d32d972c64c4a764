"""What the cases of the law need: a site with people, and one form of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.participation.left_out.pages import fields_of
from tests.participation.sent_forms import Site

Fields = dict[str, Any]


@dataclass
class Sent:
    """A whole form, as its browser sends it.

    stands: what it stores stands in the place of what stood there, so it comes whole or not at all.
    """

    browser: Client
    to: str
    what: Fields
    stands: bool = False


Case = Callable[[Site], Sent]
FORMS: dict[str, Case] = {}
# Those that come as the page has them, with nothing touched, so that they change nothing.
EDITS: set[str] = set()


def form(name: str, *, edits: bool = False) -> Callable[[Case], Case]:
    """One form of the site, by its route; "route: which" where a route has several."""

    def add(make: Case) -> Case:
        assert name not in FORMS
        FORMS[name] = make
        EDITS.update([name] if edits else [])
        return make

    return add


def signed_in(site: Site, who: str) -> Client:
    """The browser of somebody who has just signed in."""
    browser = Client()
    browser.force_login(site.people[who])
    return browser


def on_page(
    browser: Client, page: str, to: str = "", holds: str = "", **typed: Any
) -> tuple[str, Fields]:
    """Where a form of a page goes and all its fields. typed: what its person wrote."""
    to = to or page.partition("?")[0]
    answer = browser.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return to, fields_of(answer.content.decode(), to, holds) | typed


def upload(text: str) -> SimpleUploadedFile:
    """A file that somebody chose."""
    return SimpleUploadedFile("list.csv", text.encode(), content_type="text/csv")
