"""The page about the data can be read by everyone, on a phone as on a wide screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from twin.models import TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_data_page_is_accessible_and_fits(
    city: TwinVersion,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    width: int,
) -> None:
    page = open_page("/data/", width=width)
    assert page.get_by_role("heading", name="Where the data comes from").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
