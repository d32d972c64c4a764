"""The words after `./civic`: what each does, in one table."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from portal import services
from portal.launch.acts.check import check, texts
from portal.launch.acts.demo import demo, develop, end_demo
from portal.launch.acts.faults import faults
from portal.launch.acts.lock import lock
from portal.launch.acts.sbom import sbom
from portal.launch.acts.smoke import smoke
from portal.launch.acts.suite import test
from portal.launch.environment import asked_port, site_environment
from portal.launch.outside import spoken
from portal.launch.place import Place, find_place
from portal.launch.prepare import prepare
from portal.launch.processes import Interrupted, stoppable
from portal.launch.site import Site
from portal.launch.words import Stop, say

PLACES = ("main", "test", "smoke", "faults")
HELP_HEAD = """Civic Twin: a city asks, residents answer, on the city's own digital twin.

  ./civic COMMAND
"""
HELP_TAIL = """
Set these to use what you have instead of what would be installed:
  CIVIC_PORT=8080          the site's port (8000)
  DATABASE_URL=postgis://… a PostgreSQL database with PostGIS
  REDIS_URL=redis://…      a Redis or Valkey server
  CELERY_BROKER_URL=…      another message broker for the workers (the Redis)
  CIVIC_STATE=/some/folder where the database, keys and logs are kept
"""


@dataclass(frozen=True)
class Command:
    """One command: what it says of itself, and its function from arguments to exit code."""

    summary: str
    act: Callable[[Sequence[str]], int]
    takes_more: bool = False


def plain(act: Callable[[], int]) -> Callable[[Sequence[str]], int]:
    """A command that takes no arguments, as one that does."""
    return lambda arguments: act()


@contextmanager
def database() -> Iterator[Site]:
    """The demo's database and environment without its web server."""
    place = find_place()
    prepare(place)
    with services.running(place) as addresses:
        yield Site(place, asked_port(), site_environment(place, addresses))


def manage(arguments: Sequence[str]) -> int:
    """Run manage.py with the site's services and environment; its exit code."""
    with (
        stoppable(),
        database() as site,
        subprocess.Popen(
            site.manage(*arguments), env=dict(site.env), cwd=site.place.checkout
        ) as process,
    ):
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def bench(arguments: Sequence[str]) -> int:
    """Measure one thing on the demo city, loaded or brought up to date first: `manage.py bench`."""
    if arguments and arguments[0] == "faults":
        return faults(arguments[1:])
    if not arguments:
        raise Stop("Which figure should be measured?", "For example: ./civic bench traffic", code=2)
    with stoppable(), database() as site:
        if not {"-h", "--help"}.intersection(arguments):
            if not site.loaded.exists():
                site.load()
            else:
                site.migrate()
        return spoken(site.manage("bench", *arguments), env=site.env, cwd=site.place.checkout)


def down() -> int:
    """Stop this checkout's demo and services."""
    if end_demo(find_place()):
        say("  The running demo was stopped.")
    for name in PLACES:
        place = find_place(name)
        if place.state.exists():
            services.stop(place)
    say("  Nothing of this checkout runs any more.")
    return 0


def destroy() -> int:
    """Stop, and remove databases, keys, logs and downloads of this checkout."""
    down()
    place = find_place()
    for name in PLACES:
        remove(find_place(name))
    for leftover in ("downloads", "node"):
        shutil.rmtree(place.base / leftover, ignore_errors=True)
    for file in ("texts.stamp", "prepare.lock", "valkey-server"):
        (place.base / file).unlink(missing_ok=True)
    if place.base.exists() and not any(place.base.iterdir()):
        place.base.rmdir()
    say(f"  The databases, keys and downloads of this checkout are gone ({place.base}).")
    return 0


def remove(place: Place) -> None:
    """Remove one place's folders; its services must be down."""
    for folder in (place.run, place.state):
        shutil.rmtree(folder, ignore_errors=True)


def show_help() -> int:
    """Print the table."""
    say(HELP_HEAD)
    for name, command in COMMANDS.items():
        shown = f"{name} …" if command.takes_more else name
        say(f"  {shown:<10} {command.summary}")
    say(HELP_TAIL)
    return 0


COMMANDS = {
    "demo": Command("the whole site with the demo city on this machine, until Ctrl-C", plain(demo)),
    "check": Command("style, types, contracts, templates; without a service", plain(check)),
    "texts": Command("bring the French catalogue up to date with the source", plain(texts)),
    "test": Command("all checks and tests; with arguments, pytest with them", test, True),
    "smoke": Command("bring a demo up, walk its pages as everybody, take it down", plain(smoke)),
    "dev": Command("the demo, its programs following your changes", plain(develop)),
    "manage": Command(
        "Django's manage.py on the site's database, as in: manage shell", manage, True
    ),
    "bench": Command("measure one figure, as in: bench traffic", bench, True),
    "lock": Command("resolve all dependencies again and write the lock files", lock, True),
    "sbom": Command("write what the site is made of as CycloneDX, into a folder", sbom, True),
    "down": Command("stop what this checkout runs", plain(down)),
    "destroy": Command("stop it, and remove its databases, keys and downloads", plain(destroy)),
    "help": Command("this page", plain(show_help)),
}


def obey(words: Sequence[str]) -> int:
    """Carry out one command line; the exit code. Raises Stop for an unknown command."""
    name, *arguments = words or ["help"]
    name = {"--help": "help", "-h": "help"}.get(name, name)
    if name not in COMMANDS:
        raise Stop(f"./civic has no command {name!r}.", "./civic help lists them.", code=2)
    command = COMMANDS[name]
    if arguments and not command.takes_more:
        raise Stop(f"./civic {name} takes nothing more than its name.", "", code=2)
    try:
        return command.act(arguments)
    except Interrupted:
        say("\nStopped.")
        return 130
