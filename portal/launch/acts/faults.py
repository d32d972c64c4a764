"""`./civic bench faults`: a site of its own, whose parts are killed while people vote."""

from __future__ import annotations

import os
from collections.abc import Sequence

from portal import services
from portal.launch.acts.demo import only_one
from portal.launch.acts.smoke import forget
from portal.launch.environment import site_environment
from portal.launch.needs.redis import free_port
from portal.launch.outside import run, spoken
from portal.launch.place import find_place
from portal.launch.prepare import prepare
from portal.launch.processes import Interrupted, stoppable
from portal.launch.site import Site
from portal.launch.words import Stop

OURS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
CITY = ("migrate --no-input --verbosity 0", "import_city", "freeze --label Nantes")


def faults(arguments: Sequence[str]) -> int:
    """Bring up a database and Redis of its own with the demo's city, break things, remove all."""
    given = [name for name in OURS if os.environ.get(name)]
    if given:
        raise Stop(
            "This kills the database and Redis that it works on.",
            f"It starts its own: run it without {', '.join(given)} in the environment.",
        )
    place = find_place("faults")
    place.make()
    try:
        with stoppable(), only_one(place, free_port()):
            forget(place)
            prepare(place)
            try:
                with services.running(place) as addresses:
                    site = Site(place, free_port(), site_environment(place, addresses))
                    env, cwd = site.env, place.checkout
                    if not {"-h", "--help"}.intersection(arguments):
                        load = site.manage("several", *CITY)
                        run(load, doing="Loading the demo's city", log=place.log, env=env, cwd=cwd)
                    code = spoken(site.manage("bench", "faults", *arguments), env=env, cwd=cwd)
            finally:
                forget(place)
    except Interrupted:
        return 130
    return code
