"""What the site tells somebody at the next page: kept in their cookie, else in their session."""

from __future__ import annotations

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client

from portal.messages import WhenAsked


@pytest.fixture
def request_() -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore()
    request._messages = WhenAsked(request)  # type: ignore[attr-defined]
    return request


def _told_next(before: HttpRequest, answer: HttpResponse) -> list[str]:
    after = HttpRequest()
    after.COOKIES = {name: morsel.value for name, morsel in answer.cookies.items()}
    after.session = before.session
    return [str(one) for one in WhenAsked(after)]


def _answered(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse()
    request._messages.update(answer)  # type: ignore[attr-defined]
    return answer


def test_a_message_is_told_at_the_next_page(request_: HttpRequest) -> None:
    messages.success(request_, "Kept.")
    answer = _answered(request_)
    assert CookieStorage.cookie_name in answer.cookies
    assert _told_next(request_, answer) == ["Kept."]


def test_a_message_too_long_for_the_cookie_is_told_too(request_: HttpRequest) -> None:
    messages.success(request_, "Kept. " * 900)
    assert _told_next(request_, _answered(request_)) == ["Kept. " * 900]


def test_a_page_without_a_message_sets_up_no_store(request_: HttpRequest) -> None:
    assert not _answered(request_).cookies
    assert "storages" not in vars(request_._messages)  # type: ignore[attr-defined]


def test_the_site_keeps_its_messages_so(client: Client) -> None:
    answer = client.get("/health/live")
    assert isinstance(answer.wsgi_request._messages, WhenAsked)  # type: ignore[attr-defined]
