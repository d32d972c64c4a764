"""How two test processes share the suite: two fixed shares of about equal length.

Fixed, so that tests run in the same order everywhere; and pages in one of them alone, since two
browsers that draw maps without a graphics card at once would wait for each other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
WITH_PAGES = ("browser", "house", "portal", "twin")
APART = "twin/analyses"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the share of each test, for pytest-xdist's loadgroup."""
    for item in items:
        place = item.path.relative_to(TESTS).as_posix()
        pages = place.split("/")[0] in WITH_PAGES and not place.startswith(APART)
        item.add_marker(pytest.mark.xdist_group("pages" if pages else "counts"))
