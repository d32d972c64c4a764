"""The smoke walk's own parts, against a small server on this machine."""

from __future__ import annotations

import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from portal.launch.acts.walk import Answer, Visit, Visitor, fault, read_logins, walk
from portal.launch.words import Stop

FORM = '<form><input type="hidden" name="csrfmiddlewaretoken" value="t0ken"></form>'


class Site(BaseHTTPRequestHandler):
    """A home page with one consultation, a sign-in form, and a desk behind it."""

    def do_GET(self) -> None:
        signed_in = "who=official" in self.headers.get("Cookie", "")
        if self.path == "/":
            self._answer(200, '<a href="/c/our-street/">Our street</a>')
        elif self.path == "/account/login/":
            self._answer(200, FORM)
        elif self.path == "/desk/":
            self._answer(200 if signed_in else 403, "the queue" if signed_in else "no")
        elif self.path == "/map.html":
            self._answer(202, json.dumps({"next": "/map.html?again=1", "retry_after_s": 0.01}))
        elif self.path == "/map.html?again=1":
            self._answer(200, "the map")
        else:
            self._answer(200 if self.path == "/c/our-street/" else 404, "Keep as is &amp; more")

    def do_POST(self) -> None:
        sent = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if sent["password"] == ["words"] and sent["csrfmiddlewaretoken"] == ["t0ken"]:
            self.send_response(302)
            self.send_header("Set-Cookie", "who=official; Path=/")
            self.send_header("Location", "/")
            self.end_headers()
        else:
            self._answer(200, FORM)

    def _answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where the small server is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_walk_signs_in_and_reads_pages(address: str) -> None:
    visits = (
        Visit("guest", "/c/our-street/", "keep as is & more"),
        Visit("official", "/desk/", "queue"),
    )
    logins = {"official": ("official@example.org", "words")}
    assert [wrong for _, wrong in walk(address, logins, visits)] == ["", ""]


def test_a_walk_waits_for_a_file_that_is_being_made(address: str) -> None:
    visits = (Visit("guest", "/map.html", "the map"),)
    assert [wrong for _, wrong in walk(address, {}, visits)] == [""]


def test_a_walk_tells_a_wrong_status_and_a_missing_word(address: str) -> None:
    visits = (Visit("guest", "/desk/", "queue"), Visit("guest", "/c/our-street/", "tram"))
    found = [wrong for _, wrong in walk(address, {}, visits)]
    assert found == ["answered 403 instead of 200", "does not say “tram”"]


def test_a_wrong_password_stops_the_walk(address: str) -> None:
    with pytest.raises(Stop, match="can't sign in"):
        Visitor(address).sign_in("official@example.org", "other words")


def test_an_expected_refusal_is_well() -> None:
    assert fault(Visit("resident", "/desk/", "no", status=403), Answer(403, "No.", "/desk/")) == ""


@pytest.mark.parametrize(
    "line",
    [
        "resident  resident@example.org / two-words",
        "resident: resident@example.org  two-words",
        "resident@example.org | two-words",
    ],
)
def test_logins_are_read_however_they_are_laid_out(line: str) -> None:
    assert read_logins(line) == {"resident": ("resident@example.org", "two-words")}
