"""A large file that is not there yet: the page asks again by itself, and the file comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from participation.models import Consultation
from portal import making, takeaways
from portal.health import note_worker
from portal.models import Takeaway
from portal.queues import FILES
from tests.participation.conftest import make_question, scenarios, version
from tests.worker_fixture import forget_messages

__all__ = ["make_question", "scenarios", "version"]


@pytest.fixture
def report(
    transactional_db: None,
    make_question: Callable[..., Consultation],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The report of a question; a worker of files is heard of, and does nothing by itself."""
    monkeypatch.setattr(takeaways, "SOON_S", 0.0)
    monkeypatch.setattr(takeaways, "LOOK_S", 1)
    forget_messages()
    note_worker(FILES)
    return f"/c/{make_question('result').slug}/report/"


@pytest.mark.parametrize(("width", "locale"), [(360, "fr-FR"), (1280, "en-GB")])
def test_the_file_comes_by_itself_once_it_is_made(
    report: str,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    width: int,
    locale: str,
) -> None:
    page = open_page(report, width=width, locale=locale)
    with page.expect_download() as download:
        page.locator("a[href$='map.html']").click()
        expect(page.get_by_role("status")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        making.make(Takeaway.objects.get().pk)
    assert download.value.suggested_filename == "streets-map.html"
    expect(page.get_by_role("status")).to_be_visible()
