"""One browser's requests to the attacked site, with the time and the answer."""

from __future__ import annotations

import http.client
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from participation.bench.ballots.arena import Voter
from participation.bench.ballots.web import HOST

FORM = "application/x-www-form-urlencoded"
TOKEN = "t" * 32


@dataclass(frozen=True)
class Seen:
    """An answer. seconds: until its last byte; status 0 where the connection broke."""

    status: int
    body: bytes
    place: str
    seconds: float


@dataclass
class Browser:
    """A kept connection with somebody's cookies; a guest has that of forms, and a session's."""

    port: int
    who: Voter | None = None
    timeout_s: float = 60.0
    session: str = ""
    _link: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Seen:
        """Read a page."""
        return self._ask("GET", path, b"")

    def post(self, path: str, fields: Sequence[tuple[str, str]] = ()) -> Seen:
        """Send a form, with its token."""
        return self.send(path, self.packed(fields))

    def packed(self, fields: Sequence[tuple[str, str]]) -> bytes:
        """A form with its token, as it is sent."""
        token = self.who.csrf if self.who else TOKEN
        pairs = [("csrfmiddlewaretoken", token), *fields]
        body = urlencode([(name, value.encode("utf-8", "replace")) for name, value in pairs])
        return body.encode()

    def send(self, path: str, form: bytes) -> Seen:
        """Send a packed form."""
        return self._ask("POST", path, form)

    def _ask(self, method: str, path: str, body: bytes) -> Seen:
        cookie = self.who.cookie if self.who else f"csrftoken={TOKEN}; {self.session}"
        headers = {"Cookie": cookie, "Accept-Language": "en"}
        if method == "POST":
            headers["Content-Type"] = FORM
        began = time.perf_counter()
        for _again in range(2):
            if self._link is None:
                self._link = http.client.HTTPConnection(HOST, self.port, timeout=self.timeout_s)
            try:
                self._link.request(method, path, body or None, headers)
                answer = self._link.getresponse()
                page = answer.read()
            except (OSError, http.client.HTTPException):
                self.close()
                continue
            for line in answer.headers.get_all("Set-Cookie") or []:
                if line.startswith(f"{settings.SESSION_COOKIE_NAME}="):
                    self.session = line.partition(";")[0]
            if answer.will_close:
                self.close()
            took = time.perf_counter() - began
            return Seen(answer.status, page, answer.headers.get("Location", ""), took)
        return Seen(0, b"", "", time.perf_counter() - began)

    def close(self) -> None:
        """Hang up."""
        if self._link is not None:
            self._link.close()
            self._link = None
