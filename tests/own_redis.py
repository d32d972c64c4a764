"""A Redis of one test's own: it may be stopped, may hang, and comes back under the same address."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from contextlib import closing

import redis


class OwnRedis:
    """A server that this test alone speaks with."""

    def __init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Up, and answering."""
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        with closing(redis.Redis.from_url(self.url)) as asked:
            for _wait in range(200):
                try:
                    asked.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.02)
        raise AssertionError("Redis does not start")

    def hang(self) -> None:
        """There, and silent: connections are taken, and nothing is answered."""
        assert self.process
        self.process.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        """Gone, as when its machine fails."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
