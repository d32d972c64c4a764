"""Everything that must be installed before a command, in order; nothing is done twice."""

from __future__ import annotations

import os
from pathlib import Path

from portal.launch.needs.browser_parts import ensure_browser_parts
from portal.launch.needs.python import LOCKS, download_locked, ensure_python, works
from portal.launch.needs.system import ensure_packages, find_redis
from portal.launch.needs.texts import ensure_texts
from portal.launch.place import Place, alone, check_room

DATA_LOCK = Path("twin/connectors/demo-data.lock")
VALKEY_LOCK = LOCKS / "valkey.lock"


def prepare(place: Place, *, for_tests: bool = False) -> None:
    """Install what is missing. Raises Stop with one clear sentence where that fails."""
    place.make()
    with alone(place.base / "prepare.lock", "Waiting for another ./civic to finish installing"):
        check_room(place, first=not works(place.venv))
        ensure_packages(place, for_tests=for_tests)
        ensure_python(place, for_tests=for_tests)
        ensure_browser_parts(place, for_tests=for_tests)
        ensure_texts(place)
        if (place.checkout / DATA_LOCK).exists():
            download_locked(place, DATA_LOCK, "Fetching the demo city's data")
        if not os.environ.get("REDIS_URL") and not find_redis():
            download_locked(place, VALKEY_LOCK, "Fetching Valkey, which stands in for Redis")
