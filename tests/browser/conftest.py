"""A real headless Chromium for page tests, and axe to hold them accessible."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


_BUSY = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it, or the one CIVIC_CHROMIUM names.

    While Playwright's event loop runs, Django keeps this thread other connections than before and
    after it: both are let go, or the test database could not be removed at the end.
    """
    connections.close_all()
    path = os.environ.get("CIVIC_CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        connections.close_all()
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """open_page("/path", width=360, **context options) -> a loaded page in its own context."""
    contexts = []

    def open_(path: str = "/", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            locale=options.pop("locale", "en-GB"),
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    _let_the_server_finish()


def _let_the_server_finish() -> None:
    """What a page sent as it was left is answered before the test's rows are taken away."""
    until = time.monotonic() + 10
    calm = 0
    while calm < 3 and time.monotonic() < until:
        time.sleep(0.05)
        with connection.cursor() as cursor:
            cursor.execute(_BUSY)
            calm = 0 if cursor.fetchone()[0] else calm + 1


@pytest.fixture
def sign_in(client: Any, live_server: Any) -> Callable[..., None]:
    """sign_in(page, user): give the page's context that user's session."""

    def sign_in_(page: Page, user: Any) -> None:
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return sign_in_


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """axe(page): what axe-core finds wrong, one line per violation and node."""
    source = AXE.read_text()

    def run(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        return [
            f"{v['id']}: {node['target']} {node['html'][:120]}"
            for v in found
            for node in v["nodes"]
        ]

    return run
