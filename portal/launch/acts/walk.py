"""Walks the site's pages over HTTP as a person would: cookies, the sign-in form, links."""

from __future__ import annotations

import html
import http.cookiejar
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass

from portal.launch.words import Stop

LOGIN = re.compile(r"(?P<email>[\w.+-]+@[\w.-]+\w)[\s/:,|]+(?P<password>\S+)\s*$", re.MULTILINE)
TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')
GUEST = "guest"
PATIENCE_S = 30.0
BEING_MADE = 202
"""What portal.takeaways answers to a program while a worker makes a file."""


@dataclass(frozen=True)
class Visit:
    """One page that one kind of person asks for: the status and a word that it must have."""

    who: str
    path: str
    word: str
    status: int = 200
    language: str = "en"


@dataclass(frozen=True)
class Answer:
    """What came back: status, text, and the path that redirects led to."""

    status: int
    text: str
    path: str


class Visitor:
    """One person's browser, without JavaScript."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def get(self, path: str, *, language: str = "en") -> Answer:
        """Ask for a page, following redirects, again while a file is being made for it (202)."""
        until = time.monotonic() + PATIENCE_S
        answer = self._open(path, None, language)
        while answer.status == BEING_MADE and time.monotonic() < until:
            told = json.loads(answer.text)
            time.sleep(told["retry_after_s"])
            answer = self._open(told["next"], None, language)
        return answer

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form, with the token of its own page."""
        token = TOKEN.search(self.get(path).text)
        if not token:
            raise Stop(f"The page {path} has no form to send.", "Look at it in a browser.")
        data = {**fields, "csrfmiddlewaretoken": html.unescape(token[1])}
        return self._open(path, urllib.parse.urlencode(data).encode(), "en")

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the site's own form. Raises Stop when that doesn't lead on."""
        path = "/account/login/"
        answer = self.post(path, {"login": email, "password": password})
        if answer.status != 200 or answer.path.startswith(path):
            raise Stop(
                f"{email} can't sign in with the demo password (status {answer.status}).",
                "Look at manage.py demo --logins and at the sign-in page.",
            )

    def _open(self, path: str, data: bytes | None, language: str) -> Answer:
        url = urllib.parse.urljoin(self.address, path)
        request = urllib.request.Request(url, data, {"Accept-Language": language, "Referer": url})
        try:
            with self.opener.open(request, timeout=PATIENCE_S) as response:
                text = response.read().decode(errors="replace")
                return Answer(response.status, text, urllib.parse.urlsplit(response.url).path)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(errors="replace"), path)


def read_logins(text: str) -> dict[str, tuple[str, str]]:
    """Role → (e-mail, password), out of lines such as "resident@example.org / words"."""
    found = {}
    for match in LOGIN.finditer(text):
        role = match["email"].partition("@")[0]
        found[role] = (match["email"], match["password"])
    return found


def walk(
    address: str, logins: dict[str, tuple[str, str]], visits: Iterable[Visit]
) -> list[tuple[Visit, str]]:
    """Make the visits in order; each with what was wrong, or ""."""
    people: dict[str, Visitor] = {}
    results = []
    for visit in visits:
        if visit.who not in people:
            people[visit.who] = Visitor(address)
            if visit.who != GUEST:
                if visit.who not in logins:
                    raise Stop(f"The demo has no login for a {visit.who}.", "")
                people[visit.who].sign_in(*logins[visit.who])
        answer = people[visit.who].get(visit.path, language=visit.language)
        results.append((visit, fault(visit, answer)))
    return results


def fault(visit: Visit, answer: Answer) -> str:
    """What is wrong with an answer, in words; "" when it is as it should be."""
    if answer.status != visit.status:
        return f"answered {answer.status} instead of {visit.status}"
    if visit.word.lower() not in html.unescape(answer.text).lower():
        return f"does not say “{visit.word}”"
    return ""
