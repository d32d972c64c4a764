"""The programs that make the site: start them, watch them, stop them with all their children."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from portal.launch.outside import tail
from portal.launch.words import Stop

PATIENCE_S = 5.0
READY_S = 240.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


class Interrupted(Exception):
    """Somebody asked the launcher to stop: Ctrl-C, SIGTERM or a closed terminal."""


@dataclass
class Processes:
    """The running programs, each the head of a process group of its own."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        cwd: Path,
        show: bool = False,
    ) -> None:
        """Start a program; its output goes to its own log, or with `show` to the terminal."""
        with contextlib.ExitStack() as stack:
            output = None if show else stack.enter_context(self.log(name).open("wb"))
            self.running[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def log(self, name: str) -> Path:
        """Where a program's output goes."""
        return self.logs / f"{name.replace(' ', '-')}.log"

    def check(self) -> None:
        """Raise Stop when one of the programs has ended by itself."""
        for name, process in self.running.items():
            code = process.poll()
            if code is not None:
                lines = tail(self.log(name)).strip().splitlines()
                last = f"Its last words: {lines[-1].strip()}\n" if lines else ""
                raise Stop(
                    f"The {name} ended by itself (exit code {code}), so everything was stopped.",
                    f"{last}Details: {self.log(name)}",
                )

    def stop(self, *, patience: float = PATIENCE_S) -> None:
        """End all programs, the last started first; then kill what is left of their groups."""
        order = list(self.running.values())[::-1]
        for process in order:
            _signal_one(process.pid, signal.SIGTERM)
        end = time.monotonic() + patience
        for process in order:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


def _end_with_parent() -> None:
    """In the child: have the kernel send SIGTERM when the launcher dies without a word."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_one(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or SIGHUP into Interrupted, and ignore more while stopping."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        for name in SIGNALS:
            signal.signal(name, signal.SIG_IGN)
        raise Interrupted(signal.Signals(number).name)

    before = {name: signal.signal(name, interrupt) for name in SIGNALS}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def check_port(port: int) -> None:
    """Raise Stop when this account can't listen on the port, or somebody else does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise Stop(
                    f"This account may not open port {port}.",
                    "Choose one above 1023, as in: CIVIC_PORT=8080 ./civic demo",
                ) from error
            other = port + 1 if port < 65535 else 8000
            raise Stop(
                f"Port {port} is in use by another program.",
                f"Stop that program, or choose another port: CIVIC_PORT={other} ./civic demo",
            ) from error


def answers(url: str, *, timeout: float = 5.0) -> bool:
    """Whether a page of this machine answers 200."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=timeout) as response:
            return int(response.status) == 200
    except (OSError, urllib.error.URLError):
        return False


def wait_for(url: str, processes: Processes, *, patience: float = READY_S) -> None:
    """Wait until a page answers 200. Raises Stop when a program dies first, or time runs out."""
    end = time.monotonic() + patience
    while not answers(url):
        processes.check()
        if time.monotonic() > end:
            raise Stop(
                f"The site did not answer at {url} within {patience:.0f} seconds.",
                f"Details: {processes.log('web server')}",
            )
        time.sleep(0.1)
