"""`./civic demo` and `./civic dev`: the whole site on this machine until Ctrl-C."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, repeat

from portal import services
from portal.launch.environment import asked_port, site_environment
from portal.launch.place import Place, find_place, try_lock
from portal.launch.prepare import prepare
from portal.launch.processes import Interrupted, Processes, check_port, stoppable
from portal.launch.site import DONE, RUNNING, Site
from portal.launch.words import STARTED, Stop, say, seconds_since

# Asking starts a Python each time, which takes from the analyses; so ask less and less often.
ASK_AFTER_S = (2.0, 3.0, 5.0, 8.0, 12.0)
STOP_S = 30.0


def demo() -> int:
    """Run the demo until Ctrl-C."""
    return _serve(autoreload=False)


def develop() -> int:
    """Run the demo with a web server and workers that start again when a file changes."""
    return _serve(autoreload=True)


def _serve(*, autoreload: bool) -> int:
    place = find_place()
    place.make()
    port = asked_port()
    try:
        with stoppable(), only_one(place, port):
            check_port(port)
            say("Civic Twin is getting ready.")
            prepare(place, for_tests=autoreload)
            with services.running(place) as addresses:
                env = site_environment(place, addresses, debug=autoreload, port=port)
                site = Site(place, port, env)
                with site.up(autoreload=autoreload) as processes:
                    greet(site)
                    watch(site, processes)
    except Interrupted:
        say("\nStopped. Everything that was started has ended.")
    return 0


def greet(site: Site) -> None:
    """Say where the site is and who can sign in."""
    say(f"\nCivic Twin is ready after {seconds_since(STARTED)}:  {site.address}\n")
    for line in site.login_file.read_text().splitlines():
        say(f"  {line}")
    say(f"\n  Mail, such as sign-in codes, is written to {site.place.logs / 'mail-worker.log'}")
    say(f"  What each program says is in {site.place.logs}")
    say("\nCtrl-C stops it.\n")


def watch(site: Site, processes: Processes) -> None:
    """Tell how far the analyses are, and go on until somebody stops it or a program dies."""
    follow(site, processes)
    while True:
        rest(processes, 60.0)


def follow(site: Site, processes: Processes) -> int:
    """Print each change of the analyses' progress; the last code of `manage.py demo --status`."""
    said, code = "", RUNNING
    for pause in chain(ASK_AFTER_S, repeat(ASK_AFTER_S[-1])):
        processes.check()
        code, line = site.analyses()
        if line not in ("", said):
            say(f"  {line}")
            said = line
        if code != RUNNING:
            break
        rest(processes, pause)
    if code == DONE:
        say(f"  All analyses are done, {seconds_since(STARTED)} after the start.")
    elif code != RUNNING:
        log = site.place.logs / "officials-worker.log" if line else site.place.log
        say(f"  Not every analysis could be done. Details: {log}")
    return code


def rest(processes: Processes, pause: float) -> None:
    """Wait, and notice within half a second when a program dies."""
    end = time.monotonic() + pause
    while time.monotonic() < end:
        processes.check()
        time.sleep(0.5)


@contextmanager
def only_one(place: Place, port: int) -> Iterator[None]:
    """Let one demo of a checkout run at a time. Raises Stop for a second one."""
    with (place.state / "demo.lock").open("a+") as file:
        if not try_lock(file, fcntl.LOCK_EX):
            file.seek(0)
            number, _, other = file.read().strip().partition(" ")
            raise Stop(
                f"A demo of this checkout already runs at http://127.0.0.1:{other}.",
                f"Use that one, or stop it with Ctrl-C there or ./civic down (process {number}).",
            )
        file.truncate(0)
        file.write(f"{os.getpid()} {port}")
        file.flush()
        yield


def end_demo(place: Place) -> bool:
    """Ask a running demo of this checkout to stop, and wait for it; whether one ran."""
    path = place.state / "demo.lock"
    if not path.exists():
        return False
    with path.open("a+") as file:
        if try_lock(file, fcntl.LOCK_EX):
            return False
        file.seek(0)
        number = int(file.read().split()[0])
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGTERM)
        end = time.monotonic() + STOP_S
        while not try_lock(file, fcntl.LOCK_EX):
            if time.monotonic() > end:
                raise Stop(
                    f"The running demo (process {number}) does not end.", f"Try: kill -9 {number}"
                )
            time.sleep(0.1)
    return True
