"""What answers tell the browser, and what it may tell us."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client

from portal.headers import is_private
from portal.models import User
from portal.policy_reports import FROM_A_NETWORK

NO_COPY = [
    "/desk/queue/",
    "/account/login/",
    "/me/",
    "/kiosk/",
    "/receipt/ABCD-EFGH-JKMN-PQRS/",
    "/c/rue-x/vote/",
    "/c/rue-x/report/comments.csv",
]


@pytest.mark.parametrize("path", NO_COPY)
def test_no_browser_keeps_a_copy_of_a_private_page(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    assert "no-store" in answer.headers["Cache-Control"], answer.status_code


@pytest.mark.parametrize("path", ["/", "/c/rue-x/", "/c/rue-x/comments/", "/trust/", "/deskx/"])
def test_pages_for_everybody_may_be_kept(path: str) -> None:
    assert not is_private(path)


def test_an_officials_page_is_not_kept_either(client: Client, official: User) -> None:
    client.force_login(official)
    answer = client.get("/desk/queue/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_answer_names_what_the_site_may_use_of_the_device(client: Client) -> None:
    allowed = client.get("/health/live").headers["Permissions-Policy"]
    assert "camera=()" in allowed
    assert "geolocation=(self)" in allowed


def test_browsers_are_told_where_to_report_what_the_policy_stopped(client: Client) -> None:
    answer = client.get("/health/live")
    assert "report-uri /policy-reports/" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Reporting-Endpoints"] == 'policy="/policy-reports/"'


def _report(client: Client, body: Any, kind: str = "application/csp-report") -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return client.post("/policy-reports/", sent, content_type=kind, REMOTE_ADDR="93.184.216.34")


def test_a_report_becomes_a_line_without_the_pages_address(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    told = {
        "document-uri": "https://city.example/receipt/ABCD-EFGH-JKMN-PQRS/",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/secret?who=ana",
    }
    with caplog.at_level(logging.WARNING):
        assert _report(client, {"csp-report": told}).status_code == 204
    line = caplog.messages[-1]
    assert line == ("The policy's script-src-elem stopped https://evil.example on the page receipt")


@pytest.mark.parametrize(
    "sent", [b"", b"[", b"[" * 9_000, b"1", b"[1, null]", b'{"csp-report": 7}']
)
def test_garbage_is_no_reason_to_fail(client: Client, db: None, sent: bytes) -> None:
    assert _report(client, sent).status_code in (204, 400)


def test_a_report_holds_no_line_break_of_a_strangers(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    told = {"body": {"blockedURL": "x\nERROR forged", "documentURL": "/\r\n", "a": 1}}
    with caplog.at_level(logging.WARNING):
        _report(client, [told], "application/reports+json")
    assert "\n" not in caplog.messages[-1]


def test_a_flood_of_reports_is_turned_away(client: Client, db: None) -> None:
    codes = [
        _report(client, {"csp-report": {}}).status_code for _ in range(FROM_A_NETWORK.most + 1)
    ]
    assert codes[-2:] == [204, 429]


def test_security_txt_says_whom_to_tell_and_until_when(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "security@city.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@city.example"
    assert lines["Expires"].endswith("T00:00:00Z")
    assert lines["Canonical"].endswith("/.well-known/security.txt")


def test_a_page_that_names_who_is_signed_in_is_kept_by_no_proxy(
    client: Client, resident: User
) -> None:
    assert "Cache-Control" not in client.get("/privacy/").headers
    client.force_login(resident)
    assert client.get("/privacy/").headers["Cache-Control"] == "private, no-cache"
