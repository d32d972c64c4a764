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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from portal.launch.outside import tail
from portal.launch.words import Stop, say

PATIENCE_S = 5.0
AGAIN_AFTER_S = 2.0
"""A program that ended is started again after this long."""
SOUND_S, MOST_ENDS, ENDS_WITHIN_S = 5.0, 5, 600.0
"""One that ends sooner after its first start cannot run here; nor can one that ends so often."""
READY_S = 240.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


class Interrupted(Exception):
    """Somebody asked the launcher to stop: Ctrl-C, SIGTERM or a closed terminal."""


@dataclass
class Program:
    """How a program was started, when, and when it ended; due: when it starts again."""

    command: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    show: bool
    began: float = field(default_factory=time.monotonic)
    ends: list[float] = field(default_factory=list)
    due: float | None = None

    def may_again(self, now: float) -> bool:
        """Whether another start may help, now that it has ended."""
        self.ends = [*(end for end in self.ends if now - end < ENDS_WITHIN_S), now]
        return now - self.began > SOUND_S and len(self.ends) <= MOST_ENDS


@dataclass
class Processes:
    """The running programs, each the head of a process group of its own."""

    logs: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    tell: Callable[[str], None] = say

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
        self.log(name).unlink(missing_ok=True)
        self.programs[name] = Program(command, env, cwd, show)
        self.launch(name)

    def end(self, name: str) -> None:
        """Kill a program with all its children, and leave it so until `launch`."""
        process = self.running.pop(name)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def launch(self, name: str) -> None:
        """Run a program as it was started before; what it says goes on in the same log."""
        program = self.programs[name]
        program.due = None
        with contextlib.ExitStack() as stack:
            output = None if program.show else stack.enter_context(self.log(name).open("ab"))
            self.running[name] = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                env=dict(program.env),
                cwd=program.cwd,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def log(self, name: str) -> Path:
        """Where a program's output goes."""
        return self.logs / f"{name.replace(' ', '-')}.log"

    def check(self) -> None:
        """Start again what has ended by itself; raise Stop for a program that cannot run.

        Call it about twice a second.
        """
        for name, process in list(self.running.items()):
            code = process.poll()
            if code is not None:
                self._again(name, code)

    def _again(self, name: str, code: int) -> None:
        program, now = self.programs[name], time.monotonic()
        if program.due is None:
            if not program.may_again(now):
                lines = tail(self.log(name)).strip().splitlines()
                last = f"Its last words: {lines[-1].strip()}\n" if lines else ""
                raise Stop(
                    f"The {name} ended by itself (exit code {code}), so everything was stopped.",
                    f"{last}Details: {self.log(name)}",
                )
            self.tell(f"  The {name} ended by itself (exit code {code}); it is started again.")
            program.due = now + AGAIN_AFTER_S
        elif now >= program.due:
            # What it left behind would work beside the new one.
            _signal_group(self.running[name].pid, signal.SIGKILL)
            self.launch(name)

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
        self.programs.clear()


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
