"""Drafts on the voter's own device: a cookie with the marks, and one that only says "not cast".

The server keeps nothing of them. `draft-<slug>` goes to the pages of its question alone; `drafts`,
a list of slugs without any choice, lets every page say that a vote was begun.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from participation.faces.resident.vote import marks as sheet
from participation.faces.resident.vote.marks import Marks
from portal.leaving import FORGETTERS

LONGEST = dt.timedelta(days=30)
MOST_BEGUN = 12
BEGUN = "drafts"
# What the address book takes for a question's name; a cookie may hold anything.
_SLUG = re.compile(r"[-0-9A-Za-z_]+")


def put(
    response: HttpResponseBase, name: str, value: str, *, path: str, until: dt.datetime | None
) -> None:
    """Set a cookie that scripts cannot read and that ends with the vote (30 days at most)."""
    most = timezone.now() + LONGEST
    response.set_cookie(
        name,
        value,
        expires=min(until or most, most),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@lru_cache(maxsize=256)
def home_of(slug: str) -> str:
    """The part of the site that a question's cookies are sent to."""
    return reverse("consultation", args=[slug])


@lru_cache(maxsize=256)
def done_at(slug: str) -> str:
    """Where a vote that was cast leads to."""
    return reverse("vote-done", args=[slug])


def load(request: HttpRequest, slug: str, form: str) -> Marks:
    """The draft on this device; no marks if there is none."""
    return sheet.from_draft(form, request.COOKIES.get(f"draft-{slug}", ""))


def keep(
    request: HttpRequest,
    response: HttpResponseBase,
    slug: str,
    form: str,
    marks: Marks,
    until: dt.datetime | None,
) -> None:
    """Lay the marks into the device's cookie, or clear it when there are none."""
    if not marks:
        drop(request, response, slug)
        return
    put(response, f"draft-{slug}", sheet.to_draft(form, marks), path=home_of(slug), until=until)
    others = [one for one in begun(request) if one != slug]
    for oldest in others[: max(0, len(others) + 1 - MOST_BEGUN)]:
        # No draft without its name in the list, by which signing out finds it.
        response.delete_cookie(f"draft-{oldest}", path=home_of(oldest))
    _put_begun(response, [*others, slug])


def forget_all(request: HttpRequest, response: HttpResponseBase) -> None:
    """Forget every draft on this device: whoever began them has signed out."""
    for slug in begun(request):
        response.delete_cookie(f"draft-{slug}", path=home_of(slug))
    _put_begun(response, [])


def drop(request: HttpRequest, response: HttpResponseBase, slug: str) -> None:
    """Forget the draft of this question."""
    if f"draft-{slug}" in request.COOKIES:
        response.delete_cookie(f"draft-{slug}", path=home_of(slug))
    if slug in begun(request):
        _put_begun(response, [one for one in begun(request) if one != slug])


def begun(request: HttpRequest) -> list[str]:
    """The slugs of votes that were begun on this device and not cast."""
    named = request.COOKIES.get(BEGUN, "")[:1500].split("~")
    return [one for one in named if _SLUG.fullmatch(one)][:MOST_BEGUN]


def _put_begun(response: HttpResponseBase, slugs: list[str]) -> None:
    if not slugs:
        response.delete_cookie(BEGUN)
        return
    # Marked off at both ends, so that a template finds a slug and not a part of one.
    put(response, BEGUN, "~" + "~".join(slugs[-MOST_BEGUN:]) + "~", path="/", until=None)


FORGETTERS.add("drafts of votes", forget_all)
