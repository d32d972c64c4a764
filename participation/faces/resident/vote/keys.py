"""The voter's secret on the device: the cookie by which a vote can be changed, and what is shown.

The cookie's name is bound to the voter and the question, so that people who share a computer do
not change one another's votes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from participation.faces.resident.vote import drafts
from portal.roles import is_known

SHOWN_FOR = dt.timedelta(minutes=15)
# Questions of votes that count no accounts.
RECOGNISED_BY = {"code", "name"}
_SAFE = re.compile(r"[0-9A-Za-z-]{0,40}")


@dataclass(frozen=True)
class Done:
    """What the last page shows. secret: "" once it was shown. of: a mark of the account, or ""."""

    code: str
    secret: str
    replaced: bool
    of: str = ""


def who(user: Any, answers: Mapping[str, str]) -> str:
    """The voter as this device knows them: the account, or what was typed to be recognised.

    A code or a name goes before the account: a family may be signed in with one.
    """
    if is_known(user) and not answers.keys() & RECOGNISED_BY:
        return f"person:{user.pk}"
    typed = (
        "".join(filter(str.isalnum, value)).upper() for _name, value in sorted(answers.items())
    )
    return "answers:" + ":".join(typed)


def mark_of(user: Any) -> str:
    """Of whoever is signed in, "" of a guest: who voted so is shown the last page while they are.

    Whoever uses the device after them is not, whichever way the vote recognised its voter.
    """
    return _mark("done", who(user, {})) if is_known(user) else ""


def _name(slug: str, voter: str) -> str:
    return "ballot-" + _mark(slug, voter)


def _mark(slug: str, voter: str) -> str:
    mark = salted_hmac("civic-twin ballot cookie", f"{slug}:{voter}", algorithm="sha256")
    return mark.hexdigest()[:16]


def of_device(request: HttpRequest, slug: str, voter: str) -> str:
    """The secret of this voter's earlier vote on this device, or ""."""
    value = request.COOKIES.get(_name(slug, voter), "")
    return value if _SAFE.fullmatch(value) else ""


def remember(
    response: HttpResponse, slug: str, voter: str, done: Done, until: dt.datetime | None
) -> None:
    """Keep the secret for a change, and the receipt for the page that comes next."""
    drafts.put(response, _name(slug, voter), done.secret, path=drafts.home_of(slug), until=until)
    show(response, slug, done)


def show(response: HttpResponse, slug: str, done: Done) -> None:
    """Hand the last page what it shows, for a quarter of an hour."""
    value = f"{done.code}.{done.secret}.{int(done.replaced)}.{done.of}"
    until = timezone.now() + SHOWN_FOR
    drafts.put(response, "done", value, path=drafts.done_at(slug), until=until)


def shown(request: HttpRequest) -> Done | None:
    """What the last page has to show, if this voter cast a vote here just now."""
    code, secret, replaced, of = [*request.COOKIES.get("done", "").split(".", 3), *[""] * 4][:4]
    if not code or not (_SAFE.fullmatch(code) and _SAFE.fullmatch(secret)):
        return None
    if of and of != mark_of(request.user):
        return None
    return Done(code, secret, replaced == "1", of)


def forget(request: HttpRequest, response: HttpResponse, slug: str) -> None:
    """Take every key of this question off the device, for those who share it."""
    for name in [name for name in request.COOKIES if name.startswith("ballot-")]:
        response.delete_cookie(name, path=drafts.home_of(slug))
    response.delete_cookie("done", path=drafts.done_at(slug))
    drafts.drop(request, response, slug)
