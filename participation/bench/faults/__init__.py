"""Every part of a site killed while people vote and workers work; then each vote is sought.

`./civic bench faults [NAME …]`: all of them without a name, JSON lines. It works on a site of its
own, with a database and a Redis of its own, which are gone at the end. A supervisor that starts
again after 2 seconds what ends is part of it.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

from participation.bench.ballots.saying import cluster, say
from participation.bench.faults import (
    crowding,
    filling,
    killing,
    restoring,
    upgrading,
    working,
)
from participation.bench.faults.stage import Stage, stage

FAULTS: dict[str, Callable[[Stage], Any]] = {
    "web": killing.web,
    "postgres": killing.postgres,
    "redis": killing.redis,
    "votes": working.votes,
    "beat": working.beat,
    "release": working.release,
    "mail": working.mail,
    "bundles": filling.bundles,
    "operators": filling.operators,
    "runs": working.runs,
    "crowd": crowding.crowd,
    "restore": restoring.restore,
    "upgrade": upgrading.upgrade,
}
SUMS = ("acknowledged", "lost", "doubled", "late", "answers_503", "answers_500")


def run(words: Sequence[str] = ()) -> None:
    """Print what each fault named in `words` did.

    Ends with 1 if something was lost or doubled, or was answered as a defect of ours (500).
    """
    parser = ArgumentParser(prog="bench faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(FAULTS)}")
    parser.add_argument("--from", dest="revision", default="", help="what upgrade begins with")
    asked = parser.parse_args(list(words))
    upgrading.revision = asked.revision
    unknown = sorted(set(asked.names) - set(FAULTS))
    if unknown:
        parser.error(f"no fault is called {unknown[0]}; name some of {', '.join(FAULTS)}")
    sums, broken = dict.fromkeys(SUMS, 0), 0
    began = time.monotonic()
    with stage() as site:
        say(what="cluster", load=round(os.getloadavg()[0], 1), **cluster())
        for name in asked.names or FAULTS:
            start = time.monotonic()
            try:
                for line in FAULTS[name](site):
                    for key in SUMS:
                        sums[key] += line.get(key) or 0
                    say(fault=name, **line, took_s=round(time.monotonic() - start, 1))
            except Exception as error:  # noqa: BLE001 - the other faults are still to be seen
                broken += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                detail = f"{type(error).__name__} in {where.name}: {error}"[:400]
                say(fault=name, broke=detail, took_s=round(time.monotonic() - start, 1))
        say(what="memory", megabytes=site.megabytes())
        if site.stopped:
            say(fault="supervisor", gave_up=site.stopped)
    say(what="all faults", **sums, broken=broken, took_s=round(time.monotonic() - began, 1))
    if broken or sums["lost"] or sums["doubled"] or sums["answers_500"]:
        sys.exit(1)
