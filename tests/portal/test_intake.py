"""How much a request may bring: decided by its headers, before its body is read."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from portal import intake
from portal.models import User

pytestmark = pytest.mark.django_db


class Untouched(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, *_size: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def sent(path: str, length: str, client: Client | None = None, **more: Any) -> tuple[int, str]:
    """(status, page) of a POST whose body must stay unread."""
    told = {"CONTENT_LENGTH": length, "wsgi.input": Untouched(), **more}
    kind = "multipart/form-data; boundary=x"
    answer = (client or Client()).generic("POST", path, content_type=kind, **told)
    return answer.status_code, answer.content.decode()


def test_every_address_takes_a_megabyte_and_no_file_unless_it_says_so() -> None:
    more = {
        address: (one.most_bytes, one.files)
        for address, one in intake.table()
        if one.most_bytes > intake.EVERYWHERE.most_bytes or one.files
    }
    assert more == {"desk/consultations/<slug:slug>/list/": (25_100_000, True)}


def test_who_sends_more_than_others_is_asked_who_they_are() -> None:
    assert all(
        one.who for _address, one in intake.table() if one.most_bytes > 1_000_000 or one.files
    )


def test_six_hundred_megabytes_to_the_choice_of_language_are_not_read() -> None:
    status, page = sent("/i18n/setlang/", "600000000")
    assert status == 413
    assert "600.0 MB arrived, and 1.0 MB fit" in page


def test_forty_files_of_a_guest_are_refused_before_they_are_parsed() -> None:
    status, _page = sent(reverse("desk-census", args=["any"]), str(40 * 24_000_000))
    assert status == 403


def test_not_even_an_official_sends_forty_files(official: User, client: Client) -> None:
    client.force_login(official)
    path = reverse("desk-census", args=["any"])
    status, page = sent(path, str(40 * 24_000_000), client)
    assert status == 413
    assert "25.1 MB fit" in page


def test_a_body_of_unknown_length_is_not_read() -> None:
    status, page = sent("/i18n/setlang/", "", HTTP_TRANSFER_ENCODING="chunked")
    assert status == 411
    assert "Content-Length" in page


def test_what_no_page_takes_is_refused_before_the_site_looks_at_it() -> None:
    def never(_environ: Any, _start: Any) -> Any:
        raise AssertionError("the site was asked")

    seen: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "960000000", "wsgi.input": Untouched()}
    page = intake.at_the_door(never)(environ, lambda status, _headers: seen.append(status))
    assert seen == ["413 Content Too Large"]
    assert "No page takes more than 25 MB" in page[0].decode()


def test_what_comes_in_pieces_is_refused_before_the_site_looks_at_it() -> None:
    seen: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input": Untouched(),
    }
    page = intake.at_the_door(lambda *_any: [])(environ, lambda status, _h: seen.append(status))
    assert seen == ["411 Length Required"]
    assert b"Content-Length" in page[0]


@pytest.mark.parametrize("length", ["", "0", "20", "25000000", "x" * 30])
def test_all_else_comes_to_the_site(length: str) -> None:
    passed = intake.at_the_door(lambda _environ, _start: ["the site"])
    assert passed({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": length}, None) == ["the site"]


@pytest.mark.parametrize("length", ["-5", "1e9", "٣", "9" * 30])
def test_a_length_that_is_none_is_not_believed(length: str) -> None:
    assert sent("/i18n/setlang/", length)[0] in (411, 413)


def test_a_program_reads_of_it_in_its_own_words() -> None:
    status, page = sent("/api/consultations/", "2000000")
    assert status == 413
    assert json.loads(page)["status"] == 413


def test_a_file_where_none_belongs_is_let_go(client: Client) -> None:
    file = io.BytesIO(b"x" * 900_000)
    answer = client.post("/i18n/setlang/", {"language": "fr", "more": file, "next": "/"})
    assert answer.status_code == 302
    assert not answer.wsgi_request.FILES


def test_django_itself_keeps_to_the_same_number() -> None:
    assert intake.EVERYWHERE.most_bytes == site.DATA_UPLOAD_MAX_MEMORY_SIZE


def _asked(**environ: str) -> str:
    seen: list[str] = []
    asked = {"REQUEST_METHOD": "GET", **environ}
    intake.at_the_door(lambda *_any: seen.append("the site"))(
        asked, lambda status, _headers: seen.append(status)
    )
    return seen[0]


@pytest.mark.parametrize(
    "charset", ["hex", "base64", "zlib", "utf-7", "idna", "latin-1", '"rot13"']
)
def test_signs_that_python_would_make_of_anything_are_refused_at_the_door(charset: str) -> None:
    said = _asked(CONTENT_TYPE=f"text/plain; charset={charset}")
    assert said == "415 Unsupported Media Type"


@pytest.mark.parametrize(
    "kind",
    ["", "application/json", "text/plain; charset=UTF-8", 'text/html; charset="utf-8"', "a;b;;=="],
)
def test_what_browsers_send_comes_to_the_site(kind: str) -> None:
    assert _asked(CONTENT_TYPE=kind) == "the site"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "get", "EVIL"])
def test_a_method_that_no_page_knows_is_refused(method: str) -> None:
    assert _asked(REQUEST_METHOD=method) == "405 Method Not Allowed"
