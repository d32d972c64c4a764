"""Pure rooms can be used without Django: proven in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "twin.analyses.catalogue",
    "twin.overlay",
    "twin.citystate",
    "participation.tallies.catalogue",
    "participation.disclosure.coarsen",
    "participation.disclosure.redact",
    "participation.disclosure.suppress",
    "participation.ledger.codes",
    "participation.ledger.merkle",
    "participation.phases",
    "participation.weighting",
    "portal.registry",
    "portal.errors",
]
PROBE = """
import importlib, sys
importlib.import_module({room!r})
frameworks = {{"django", "rest_framework", "celery", "redis", "psycopg"}}
print(*sorted(frameworks & set(sys.modules)))
"""


@pytest.mark.parametrize("room", ROOMS)
def test_pure_room_loads_no_framework(room: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(room=room)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""
