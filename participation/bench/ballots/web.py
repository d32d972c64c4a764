"""The site's web server for the benchmark, and one client that never gives a vote up."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from shutil import which

WORKERS, THREADS = 2, 4
HOST = "127.0.0.1"
TIMEOUT_S = 30.0
PATIENCE_S = 120.0
_CODE = re.compile(r"done=\"?([0-9A-Z-]+)\.")


class Server:
    """Granian as the site runs it, on a free port. restarts: how often all of it was started again.

    Its first process minds the workers; whatever started that one (systemd, a container's runtime,
    `./civic`) starts it again when it ends.
    """

    def __init__(self, quiet: bool = False) -> None:
        # Every refusal is a line of the log; an attack makes thousands.
        self._log = subprocess.DEVNULL if quiet else None
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = int(probe.getsockname()[1])
        self.restarts = 0
        self._start()

    def _start(self) -> None:
        program = which("granian", path=os.path.dirname(sys.executable)) or "granian"
        words = ["--interface", "wsgi", "--host", HOST, "--port", str(self.port), "--no-ws"]
        words += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-log"]
        words += ["--respawn-failed-workers", "portal.wsgi:application"]
        # A group of its own, so that none of its processes outlives it.
        self._process = subprocess.Popen(  # noqa: S603
            [program, *words], start_new_session=True, stderr=self._log
        )

    def die(self) -> None:
        """All of it at once, as in a power cut; and up again."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(20)
        self.restarts += 1
        self._start()

    def stop(self) -> None:
        """End it, and make sure."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)

    def workers(self) -> list[int]:
        """The processes that answer requests at this moment."""
        asked = ["ps", "-A", "-o", "pid=,ppid=,args="]
        listed = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
        return [
            int(row[0])
            for row in rows
            if len(row) == 3
            and row[1] == str(self._process.pid)
            and "resource_tracker" not in row[2]
        ]


def kill(pid: int) -> bool:
    """End a process that cannot refuse; False when it was gone."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def server(quiet: bool = False) -> Iterator[Server]:
    """A running web server, until the end of the block. quiet: without its log."""
    web = Server(quiet)
    try:
        _wait(web.port)
        yield web
    finally:
        web.stop()


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            link = http.client.HTTPConnection(HOST, port, timeout=5)
            link.request("GET", "/health/live")
            link.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise TimeoutError("the web server did not answer within 30 s")


@dataclass(frozen=True)
class Answer:
    """What the site said. code: the receipt, "" without one; times by time.monotonic.

    began: when the first byte of the first try was sent; ended: when this answer was there.
    """

    status: int
    code: str
    began: float
    ended: float


@dataclass
class Client:
    """One kept connection. broken: how often it broke and the same form was sent again."""

    port: int
    path: str
    broken: int = 0
    _link: http.client.HTTPConnection | None = field(default=None, repr=False)

    def send(self, cookie: str, body: bytes) -> Answer:
        """Post `body` until an answer comes; raises TimeoutError when none does."""
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE_S:
            if self._link is None:
                self._link = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT_S)
            try:
                self._link.request("POST", self.path, body, headers)
                answer = self._link.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.broken += 1
                self.close()
                time.sleep(0.1)
                continue
            return Answer(answer.status, _code_in(answer), began, time.monotonic())
        raise TimeoutError(f"no answer for {PATIENCE_S} s")

    def close(self) -> None:
        """Hang up."""
        if self._link is not None:
            self._link.close()
            self._link = None


def _code_in(answer: http.client.HTTPResponse) -> str:
    """The receipt, which the site hands to the next page in a cookie."""
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        found = _CODE.match(cookie)
        if found:
            return found[1]
    return ""
