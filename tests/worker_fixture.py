"""A real Celery worker of its own process, on the test's database and queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.db import connection

from portal.queues import QUEUES, named

ROOT = Path(__file__).resolve().parents[1]
START_S = 60.0


class Worker:
    """A worker process and its children. log: where it writes."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self.log = log

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def _environment() -> dict[str, str]:
    name = str(connection.settings_dict["NAME"])
    parts = urlsplit(os.environ.get("DATABASE_URL", "postgis://civic@/civic"))
    return {
        **os.environ,
        "DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": str(ROOT),
    }


def _start(log: Path, include: str, queues: Sequence[str]) -> Worker:
    command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker"]
    command += ["--pool=prefork", "--concurrency=1", "--loglevel=INFO", "--without-gossip"]
    command += ["--without-mingle", "-Q", ",".join(named(name) for name in queues)]
    command += ["-I", include] if include else []
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    worker = Worker(process, log)
    end = time.monotonic() + START_S
    while b" ready." not in log.read_bytes():
        if process.poll() is not None or time.monotonic() > end:
            worker.kill()
            raise RuntimeError(f"the worker did not start:\n{log.read_text()}")
        time.sleep(0.1)
    return worker


def forget_messages() -> None:
    """Empty this test process's queues."""
    with current_app.connection() as link:
        link.default_channel.client.delete(*(named(name) for name in QUEUES))


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """start_worker("module to include") -> a worker that is ready; all end with the test.

    It takes from all queues, or from those in `queues`.
    """
    workers: list[Worker] = []
    forget_messages()

    def start(include: str = "", queues: Sequence[str] = tuple(QUEUES)) -> Worker:
        workers.append(_start(tmp_path / f"worker-{len(workers)}.log", include, queues))
        return workers[-1]

    yield start
    # What it was at is over with the test; a warm shutdown takes three seconds each time.
    for worker in workers:
        worker.kill()


@pytest.fixture
def eventually() -> Callable[..., None]:
    """eventually(condition, seconds=30): wait until it holds; fails when it never does."""

    def wait(condition: Callable[[], bool], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "this did not come about in time"
            time.sleep(0.1)

    return wait
