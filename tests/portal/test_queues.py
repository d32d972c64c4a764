"""Queues: what may not wait has a worker of its own, and light workers stay light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from celery import current_app

from portal.launch.site import WORKERS
from portal.queues import CLOCK, OFFICIALS, QUEUES, RESIDENTS, add_routes, named, route
from tests.worker_fixture import forget_messages

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from portal.celery import app
app.loader.import_default_modules()
from twin.tasks import runs
runs.sweep_runs
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_a_task_without_a_queue_is_refused_when_it_is_sent() -> None:
    with pytest.raises(KeyError, match="no route of a task"):
        current_app.send_task("portal.tasks.unheard_of")


def test_a_task_has_one_queue_only_and_a_known_one() -> None:
    with pytest.raises(ValueError, match="is there already"):
        add_routes(OFFICIALS, "participation.tasks.open_boxes")
    with pytest.raises(ValueError, match="there is no queue 'fast'"):
        add_routes("fast", "portal.tasks.heartbeat")


def test_a_close_never_waits_behind_comments_or_runs() -> None:
    for task in ("open_boxes", "finish_vote", "sequence_logs"):
        assert route(f"participation.tasks.{task}") == {"queue": named(CLOCK)}
    assert route("participation.tasks.release") != {"queue": named(CLOCK)}
    assert route("twin.tasks.run_analysis") != {"queue": named(CLOCK)}


def test_the_launcher_has_a_worker_of_its_own_for_each_queue() -> None:
    reserved = {queues for _name, queues, *_more in WORKERS if "," not in queues}
    shared = {queue for _name, queues, *_more in WORKERS for queue in queues.split(",")}
    assert reserved == set(QUEUES) - {RESIDENTS}
    assert shared == set(QUEUES)


def test_a_worker_of_both_takes_officials_runs_before_residents() -> None:
    forget_messages()
    got: list[str] = []
    with current_app.connection() as link:
        waiting = [link.SimpleQueue(named(queue)) for queue in (RESIDENTS, OFFICIALS)]
        for queue in waiting * 3:
            queue.put(queue.queue.name)
        both = [queue.queue for queue in waiting]
        with link.Consumer(both, callbacks=[lambda body, message: got.append(body)], no_ack=True):
            for _each in range(6):
                link.drain_events(timeout=5)
    assert got == [named(OFFICIALS)] * 3 + [named(RESIDENTS)] * 3


def test_workers_without_runs_load_no_models() -> None:
    heavy = ["numba", "scipy", "pytraf", "twin.analyses.catalogue", "participation.faces.urls"]
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *heavy], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
