"""The running site: database up to date, demo loaded, web server, workers and clock started."""

from __future__ import annotations

import contextlib
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.launch.outside import spoken
from portal.launch.place import Place
from portal.launch.processes import Processes, wait_for
from portal.launch.words import Stop, say, step

HOST = "127.0.0.1"
FLOORS = ("portal", "twin", "participation")
WEB_PROCESSES = 2
WEB_THREADS = 4
# Name, queues, how many at once, and whether processes (for models) or threads do it. The last
# number is how far it stands back (nice) from pages and votes, that people wait for.
WORKERS = (
    ("votes worker", "clock", "threads", 4, 0),
    ("mail worker", "mail", "threads", 2, 2),
    ("files worker", "files", "threads", 1, 6),
    ("release worker", "release", "threads", 2, 5),
    ("officials worker", "officials", "prefork", 1, 8),
    ("residents worker", "officials,residents", "prefork", 1, 10),
)
DONE, RUNNING = 0, 3


@dataclass(frozen=True)
class Site:
    """One place's site on one port, with the environment that its programs get."""

    place: Place
    port: int
    env: Mapping[str, str]

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{HOST}:{self.port}"

    def manage(self, *words: str) -> list[str]:
        """The command line of a manage.py command."""
        return [str(self.place.venv / "bin/python"), "manage.py", *words]

    def program(self, name: str) -> str:
        """The path of a program in the checkout's Python environment."""
        return str(self.place.venv / "bin" / name)

    @property
    def loaded(self) -> Path:
        """The stamp that says this place's database was loaded once."""
        return self.place.state / "loaded.stamp"

    @property
    def login_file(self) -> Path:
        """The demo people's sign-in names and passwords, as the demo command prints them."""
        return self.place.state / "logins.txt"

    def load(self) -> None:
        """Bring the database up to date and load the demo; its progress goes to the terminal."""
        say("  Bringing the database and the demo city up to date")
        commands = ("migrate --no-input --verbosity 0", "demo", "demo --logins")
        words = self.manage("several", *commands, "--last-to", str(self.login_file))
        if spoken(words, env=self.env, cwd=self.place.checkout):
            raise Stop(
                "Loading the demo city did not work.",
                "The lines above say why. To begin anew: ./civic destroy, then ./civic demo",
            )
        self.loaded.touch()

    def migrate(self) -> None:
        """Bring the database of a demo that was loaded before up to date."""
        words = self.manage("migrate", "--no-input", "--verbosity", "0")
        if spoken(words, env=self.env, cwd=self.place.checkout):
            raise Stop("The database could not be brought up to date.", "The lines above say why.")

    @contextmanager
    def up(self, *, autoreload: bool = False) -> Iterator[Processes]:
        """Load the demo, start the programs, yield once the home page answers; stop them all.

        The web server loads its modules while the city is loaded; nobody asks it for a page yet.
        """
        processes = Processes(self.place.logs)
        with contextlib.ExitStack() as stack:
            stack.callback(processes.stop)
            self._start_web(processes, autoreload=autoreload)
            self.load()
            with step("Starting the web server"):
                wait_for(f"{self.address}/health/live", processes)
                wait_for(f"{self.address}/", processes)
            self._start_workers(processes, autoreload=autoreload)
            yield processes

    def start(self, processes: Processes) -> None:
        """Start all programs, and wait for the first page."""
        self._start_web(processes, autoreload=False)
        self._start_workers(processes, autoreload=False)
        wait_for(f"{self.address}/health/live", processes)

    def _start_web(self, processes: Processes, *, autoreload: bool) -> None:
        web = [self.program("granian"), "--interface", "wsgi", "--host", HOST]
        web += ["--port", str(self.port), "--workers", str(WEB_PROCESSES)]
        web += ["--blocking-threads", str(WEB_THREADS), "--no-ws", "--respawn-failed-workers"]
        web.append("portal.wsgi:application")
        if autoreload:
            web = self.manage("runserver", f"{HOST}:{self.port}")
        processes.start("web server", web, env=self.env, cwd=self.place.checkout, show=autoreload)

    def _start_workers(self, processes: Processes, *, autoreload: bool) -> None:
        celery = [self.program("celery"), "-A", "portal.celery"]
        for name, queues, pool, at_once, back in WORKERS:
            words = [*celery, "worker", "--queues", queues, "--pool", pool]
            words += ["--concurrency", str(at_once), "--hostname", f"{name.split()[0]}@%h"]
            words += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
            words = self._following([*words, "--loglevel", "INFO"], autoreload)
            words = ["nice", "-n", str(back), *words]
            processes.start(name, words, env=self.env, cwd=self.place.checkout)
        clock = [*celery, "beat", "--schedule", str(self.place.state / "clock")]
        clock = self._following([*clock, "--loglevel", "INFO"], autoreload)
        processes.start("clock", clock, env=self.env, cwd=self.place.checkout)

    def _following(self, words: list[str], autoreload: bool) -> list[str]:
        """The same program; with `autoreload` started again when a Python file changes."""
        if not autoreload:
            return words
        watch = [self.program("watchfiles"), "--filter", "python", "--sigint-timeout", "3"]
        return [*watch, shlex.join(words), *FLOORS]

    def analyses(self) -> tuple[int, str]:
        """How far the demo's analyses are: (0 done, 3 running, else failed) and one line."""
        asked = subprocess.run(
            self.manage("demo", "--status"),
            env=dict(self.env),
            cwd=self.place.checkout,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode not in (DONE, RUNNING):
            with self.place.log.open("a") as file:
                file.write(asked.stderr)
        return asked.returncode, asked.stdout.strip()
