"""A Redis of the test's own, which it may stop, pause, empty and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.launch.needs.system import find_redis


class OwnRedis:
    """One server process. url: where it listens, up or down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Up, with what a stop saved."""
        words = [str(find_redis()), "--port", str(self.port), "--bind", "127.0.0.1"]
        words += ["--dir", str(self.folder), "--save", "3600 1"]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        end = time.monotonic() + 10
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 0.5) as line:
                    line.sendall(b"PING\r\n")
                    if line.recv(7) == b"+PONG\r\n":
                        return
            except OSError:
                pass
            if time.monotonic() > end:
                raise RuntimeError("Redis did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """Down; what it held is there again after `start`, as from before an outage."""
        if self._process is not None:
            self.resume()
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def pause(self) -> None:
        """It takes connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """It answers again."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.poll() is None:
            os.kill(self._process.pid, number)


@pytest.fixture
def own_redis(tmp_path: Path, settings: Settings) -> Iterator[OwnRedis]:
    """The site's cache is a Redis that this test may stop; it is up."""
    redis = OwnRedis(tmp_path)
    redis.start()
    default = {**settings.CACHES["default"], "LOCATION": redis.url}
    settings.CACHES = {**settings.CACHES, "default": default}
    settings.REDIS_URL = redis.url
    yield redis
    redis.stop()
