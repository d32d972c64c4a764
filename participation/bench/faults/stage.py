"""The site that is broken: its programs, its database and its Redis, each to be killed and back."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db import Error, connection

from portal.launch.needs.postgres import Postgres
from portal.launch.needs.redis import Redis, free_port
from portal.launch.needs.system import find_redis
from portal.launch.place import find_place
from portal.launch.processes import Processes, answers
from portal.launch.site import Site
from portal.launch.words import Stop

WEB, BEAT = "web server", "clock"
VOTES, MAIL, RELEASE = "votes worker", "mail worker", "release worker"
RUNS = ("officials worker", "residents worker")
LOOK_S = 0.1
GROWN_S = 6.0
"""Who dies sooner after its start is taken for a program that cannot start."""


@dataclass
class Stage:
    """A running site of the place "faults". stopped: what the one who minds it gave up on."""

    site: Site
    processes: Processes
    postgres: Postgres
    redis: Redis
    stopped: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where its web server listens."""
        return self.site.port

    def kill(self, name: str) -> None:
        """End a program and its children as a power cut would; it comes back by itself."""
        os.killpg(self.processes.running[name].pid, signal.SIGKILL)

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """A program is dead, and nobody starts it again, until the end of the block."""
        self.processes.end(name)
        try:
            yield
        finally:
            self.processes.launch(name)

    def children(self, name: str) -> list[int]:
        """The processes that a program started."""
        return children_of(self.processes.running[name].pid)

    def ears(self, name: str) -> Callable[[str], bool]:
        """A function that tells whether a program has said some words since now."""
        log = self.processes.log(name)
        since = log.stat().st_size

        def heard(words: str) -> bool:
            with log.open("rb") as file:
                file.seek(since)
                return words.encode() in file.read()

        return heard

    @contextmanager
    def without_redis(self) -> Iterator[None]:
        """Redis is dead until the end of the block, and then empty."""
        os.kill(int(self.redis.pid_file.read_text()), signal.SIGKILL)
        try:
            yield
        finally:
            server = find_redis() or "redis-server"
            again = [server, str(self.redis.place.state / "redis.conf")]
            subprocess.run(again, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
            wait(self.redis.answers, 10)

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """The postmaster is dead until the end of the block; then it recovers."""
        lines = (self.postgres.data / "postmaster.pid").read_text().splitlines()
        os.kill(int(lines[0]), signal.SIGKILL)
        try:
            yield
        finally:
            wait(self._postgres_starts, 60)

    def _postgres_starts(self) -> bool:
        with contextlib.suppress(Stop), contextlib.redirect_stdout(io.StringIO()):
            self.postgres.start()
        connection.close()
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute("select 1")
            return True
        return False

    def is_ready(self) -> bool:
        """Whether /health/ready says so."""
        return answers(f"{self.site.address}/health/ready", timeout=10)

    def unwell(self) -> dict[str, str]:
        """What /health/ready finds wrong, by its name."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request("GET", "/health/ready")
            found = json.loads(link.getresponse().read())
        except (OSError, ValueError, http.client.HTTPException):
            return {"web": "does not answer"}
        finally:
            link.close()
        return {name: words for name, words in found.items() if words != "ok"}

    def megabytes(self) -> dict[str, int]:
        """Memory of each program with its children, shared pages shared out (PSS)."""
        found = {}
        for name, process in self.processes.running.items():
            pids = [process.pid, *self.children(name)]
            found[name] = sum(_pss_kb(pid) for pid in pids) // 1_024
        return found


def children_of(pid: int) -> list[int]:
    """The direct children of a process."""
    asked = ["ps", "-o", "pid=", "--ppid", str(pid)]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    return [int(word) for word in listed.stdout.split()]


def _pss_kb(pid: int) -> int:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/smaps_rollup") as file:
        return next((int(line.split()[1]) for line in file if line.startswith("Pss:")), 0)
    return 0


def wait(condition: Callable[[], object], most_s: float, look_s: float = LOOK_S) -> float | None:
    """Seconds until a condition holds; None when it did not come about in time."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > most_s:
            return None
        time.sleep(look_s)
    return round(time.monotonic() - began, 1)


@contextmanager
def stage() -> Iterator[Stage]:
    """The site, up and ready, with somebody who starts again what ends; all ends with the block.

    Raises LookupError on any database but that of the place "faults".
    """
    place = find_place("faults")
    postgres, redis = Postgres(place), Redis(place)
    database = settings.DATABASES["default"]
    if str(place.run) not in (database.get("HOST"), database["OPTIONS"].get("host")):
        raise LookupError("This kills the database it works on. Run it as: ./civic bench faults")
    processes = Processes(place.logs, tell=lambda words: None)
    found = Stage(Site(place, free_port(), os.environ), processes, postgres, redis)
    over = threading.Event()
    minder = threading.Thread(target=_mind, args=(found, over), daemon=True)
    try:
        found.site.start(processes)
        if wait(found.is_ready, 120) is None:
            raise TimeoutError(f"the site was not ready within 120 s: {found.unwell()}")
        minder.start()
        time.sleep(GROWN_S)
        yield found
    finally:
        over.set()
        if minder.is_alive():
            minder.join()
        processes.stop()


def _mind(found: Stage, over: threading.Event) -> None:
    """What systemd does for a real site."""
    while not over.wait(0.25):
        try:
            found.processes.check()
        except Stop as stop:
            found.stopped.append(str(stop))
            sys.stderr.write(f"{stop}\n{stop.advice}\n")
            return
