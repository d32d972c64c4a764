"""How two test processes share the suite: file by file, and all pages with a browser in one.

Two browsers that draw maps without a graphics card at once would wait for each other, so the pages
are one share. Of the rest whoever is done takes the next file, the fullest first; fixed halves
would be as uneven as the last test that somebody added. Within a file the order stays the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_A_BROWSER = "tests/browser/"


class ByFile(LoadScopeScheduling):
    """Not by marks (loadgroup): pytest 9.2 does not read the names that pytest-xdist 3.8 gives."""

    def _split_scope(self, nodeid: str) -> str:
        """The share of a test; the name of this method is pytest-xdist's."""
        return share_of(nodeid)


def share_of(nodeid: str) -> str:
    """What is never dealt out to two processes: a file, or all pages together."""
    file = nodeid.partition("::")[0]
    return WITH_A_BROWSER if file.startswith(WITH_A_BROWSER) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Deal out by file, whatever --dist says."""
    return ByFile(config, log)
