"""The running site: database up to date, demo loaded, web server, workers and clock started."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from portal.launch.outside import attempt, tail
from portal.launch.place import Place
from portal.launch.processes import Processes, wait_for
from portal.launch.words import Stop, explain, step

HOST = "127.0.0.1"
WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_PROCESSES = 2
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

    def load(self) -> None:
        """Bring the database up to date and load the demo, with its own progress in the terminal."""
        with step("Bringing the database up to date"):
            words = self.manage("migrate", "--no-input", "--verbosity", "0")
            code, output = attempt(
                words, log=self.place.log, env=self.env, cwd=self.place.checkout
            )
        if code:
            raise explain("Bringing the database up to date", output, self.place.log)
        loaded = subprocess.run(
            self.manage("demo"),
            env=dict(self.env),
            cwd=self.place.checkout,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if loaded.returncode:
            raise Stop(
                "Loading the demo city did not work.",
                "The lines above say why. To begin anew: ./civic destroy, then ./civic demo",
            )

    @contextmanager
    def up(self, *, autoreload: bool = False) -> Iterator[Processes]:
        """Start web server, worker and clock; yield once the home page answers; stop them all."""
        processes = Processes(self.place.logs)
        with contextlib.ExitStack() as stack:
            stack.callback(processes.stop)
            self._start(processes, autoreload=autoreload)
            with step("Starting the web server"):
                wait_for(f"{self.address}/health/live", processes)
                wait_for(f"{self.address}/", processes)
            yield processes

    def _start(self, processes: Processes, *, autoreload: bool) -> None:
        web = [self.program("granian"), "--interface", "wsgi", "--host", HOST]
        web += ["--port", str(self.port), "--workers", str(WEB_PROCESSES)]
        web += ["--blocking-threads", str(WEB_THREADS), "--no-ws", "portal.wsgi:application"]
        if autoreload:
            web = self.manage("runserver", f"{HOST}:{self.port}")
        celery = [self.program("celery"), "-A", "portal.celery"]
        worker = [*celery, "worker", "--concurrency", str(WORKER_PROCESSES), "--loglevel", "INFO"]
        schedule = self.place.state / "clock"
        commands = {
            "web server": web,
            "worker": worker,
            "clock": [*celery, "beat", "--schedule", str(schedule), "--loglevel", "INFO"],
        }
        for name, words in commands.items():
            shown = autoreload and name == "web server"
            processes.start(name, words, env=self.env, cwd=self.place.checkout, show=shown)

    def logins(self) -> str:
        """The demo people's sign-in names and passwords, as the demo command prints them."""
        asked = self._ask("--logins")
        if asked.returncode:
            raise explain("Reading the demo logins", asked.stderr, self.place.log)
        return asked.stdout.strip()

    def analyses(self) -> tuple[int, str]:
        """How far the demo's analyses are: (0 done, 3 running, else failed) and one line."""
        asked = self._ask("--status")
        said = asked.stdout.strip() or tail(self.place.logs / "worker.log")[-300:]
        return asked.returncode, said

    def _ask(self, option: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.manage("demo", option),
            env=dict(self.env),
            cwd=self.place.checkout,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
