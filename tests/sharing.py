"""How two test processes share the suite: pages in one of them, every other file as a whole.

Two browsers that draw maps without a graphics card at once would wait for each other.
"""

from __future__ import annotations

from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the share of each test, for pytest-xdist's loadgroup."""
    for item in items:
        share = "browser" if BROWSER in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(share))
