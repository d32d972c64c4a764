"""The site's web server for the benchmark, and one client that never gives a vote up."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import which

WORKERS, THREADS = 2, 4
HOST = "127.0.0.1"
TIMEOUT_S = 30.0
TRIES = 200
_CODE = re.compile(r"done=\"?([0-9A-Z-]+)\.")


@dataclass(frozen=True)
class Server:
    """A running granian. pid: of its first process, which minds the workers."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        """The processes that answer requests at this moment."""
        asked = ["ps", "-A", "-o", "pid=,ppid=,args="]
        listed = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
        return [
            int(row[0])
            for row in rows
            if len(row) == 3 and row[1] == str(self.pid) and "resource_tracker" not in row[2]
        ]


@contextmanager
def server() -> Iterator[Server]:
    """Granian as the site runs it, on a free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    program = which("granian", path=os.path.dirname(sys.executable)) or "granian"
    words = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-log", "--no-ws"]
    words += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    words += ["--respawn-failed-workers", "portal.wsgi:application"]
    process = subprocess.Popen([program, *words])  # noqa: S603
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


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
        for _try in range(TRIES):
            if self._link is None:
                self._link = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT_S)
            try:
                self._link.request("POST", self.path, body, headers)
                answer = self._link.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.broken += 1
                self.close()
                time.sleep(0.05)
                continue
            return Answer(answer.status, _code_in(answer), began, time.monotonic())
        raise TimeoutError(f"no answer after {TRIES} tries")

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
