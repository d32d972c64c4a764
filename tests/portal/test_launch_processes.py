"""Programs that the launcher starts: none outlives it, none dies unnoticed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.launch import processes
from portal.launch.environment import asked_port
from portal.launch.processes import Interrupted, Processes, check_port, stoppable, wait_for
from portal.launch.words import Stop

ROOT = Path(__file__).resolve().parents[2]
# A parent that starts a grandchild, says its number, and ignores polite requests to end.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""
SERVER = """
import http.server, sys
address = ("127.0.0.1", int(sys.argv[1]))
http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler).serve_forever()
"""
LAUNCHER = """
import sys, time
from pathlib import Path
from portal.launch.processes import Processes
programs = Processes(Path(sys.argv[1]))
programs.start("web server", [sys.executable, "-c", "import time; time.sleep(60)"], env={}, cwd=".")
print(programs.running["web server"].pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    """Whether a process still runs (a dead one that nobody collected doesn't)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(condition: object, patience: float = 30.0) -> bool:
    """Whether a condition becomes true in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if callable(condition) and condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Processes]:
    """Programs that are stopped after the test."""
    started = Processes(tmp_path)
    yield started
    started.stop(patience=0.2)


def start(programs: Processes, name: str, code: str, *words: str) -> None:
    command = [sys.executable, "-u", "-c", code, *words]
    programs.start(name, command, env=os.environ, cwd=ROOT)


def test_stopping_ends_children_of_a_program_that_does_not_listen(programs: Processes) -> None:
    start(programs, "worker", STUBBORN)
    log = programs.log("worker")
    assert until(lambda: log.read_text().strip())
    grandchild = int(log.read_text())
    programs.stop(patience=0.2)
    assert until(lambda: not alive(grandchild))


def test_a_program_that_dies_is_named_with_its_last_words(programs: Processes) -> None:
    start(programs, "clock", "print('no broker'); raise SystemExit(3)")
    programs.running["clock"].wait()
    with pytest.raises(Stop, match=r"The clock ended by itself \(exit code 3\)") as stop:
        programs.check()
    assert "no broker" in stop.value.advice


def test_a_program_that_is_killed_is_started_again(
    programs: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "SOUND_S", 0.0)
    monkeypatch.setattr(processes, "AGAIN_AFTER_S", 0.1)
    start(programs, "worker", "import time; print('here', flush=True); time.sleep(60)")
    first = programs.running["worker"]
    first.kill()
    first.wait()
    log = programs.log("worker")

    def back() -> bool:
        programs.check()
        return programs.running["worker"] is not first and b"here" in log.read_bytes()

    assert until(back)


def test_a_program_that_ends_again_and_again_stops_the_site(
    programs: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "SOUND_S", 0.0)
    monkeypatch.setattr(processes, "AGAIN_AFTER_S", 0.0)
    monkeypatch.setattr(processes, "MOST_ENDS", 2)
    start(programs, "worker", "print('no room', flush=True); raise SystemExit(4)")

    def ends() -> bool:
        programs.check()
        return False

    with pytest.raises(Stop, match="worker ended by itself") as stop:
        until(ends)
    assert "no room" in stop.value.advice


def test_a_launcher_that_is_killed_takes_its_programs_along(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LAUNCHER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        program = int(launcher.stdout.readline())
        assert alive(program)
        launcher.kill()
    assert until(lambda: not alive(program))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_interrupts_and_the_next_one_is_ignored(number: signal.Signals) -> None:
    heard = []
    with contextlib.suppress(Interrupted), stoppable():
        try:
            os.kill(os.getpid(), number)
            time.sleep(5)
        finally:
            os.kill(os.getpid(), number)
            heard.append("cleaned up")
    assert heard == ["cleaned up"]


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} is in use") as stop:
            check_port(port)
    assert "CIVIC_PORT=" in stop.value.advice


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVIC_PORT", text)
    with pytest.raises(Stop, match="not a port number"):
        asked_port()


def test_waiting_ends_when_the_page_answers(programs: Processes) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start(programs, "web server", SERVER, str(port))
    wait_for(f"http://127.0.0.1:{port}/", programs, patience=60)
    assert programs.running["web server"].poll() is None


def test_waiting_gives_up_with_a_sentence(programs: Processes) -> None:
    start(programs, "web server", "import time; time.sleep(60)")
    with pytest.raises(Stop, match="did not answer"):
        wait_for("http://127.0.0.1:9/", programs, patience=0.3)
