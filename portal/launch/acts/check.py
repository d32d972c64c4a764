"""`./civic check` and `./civic texts`: what a change needs before its tests, without a service."""

from __future__ import annotations

import time

from portal.launch.acts.suite import CHECKS, run_checks
from portal.launch.environment import site_environment
from portal.launch.outside import spoken
from portal.launch.place import find_place
from portal.launch.prepare import prepare
from portal.launch.processes import stoppable
from portal.launch.words import say, seconds_since

HOUSE = ("the house's rules", ("pytest", "-m", "pure", "tests/house"))
DJANGO = ("Django's own", ("python", "manage.py", "check"))


def check() -> int:
    """Style, types, contracts, templates and the house's rules; 1 if something is not in order."""
    place = find_place("test")
    begin = time.monotonic()
    with stoppable():
        prepare(place, for_tests=True)
        env = site_environment(place, {}, settings="test")
        failed = run_checks(place, env, (*CHECKS, DJANGO, HOUSE))
    say(f"  {'Not in order' if failed else 'All in order'} after {seconds_since(begin)}.")
    return 1 if failed else 0


def texts() -> int:
    """Bring the French catalogue up to date with the source."""
    place = find_place("test")
    with stoppable():
        prepare(place, for_tests=True)
        env = site_environment(place, {}, settings="test")
        command = [str(place.venv / "bin/python"), "manage.py", "texts"]
        return spoken(command, env=env, cwd=place.checkout)
