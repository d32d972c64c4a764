"""Every task waits somewhere, and no message of the clock waits for ever."""

from __future__ import annotations

from celery import current_app
from django.conf import settings

from portal.queues import ROUTES


def test_every_task_of_every_app_has_a_queue() -> None:
    current_app.loader.import_default_modules()
    ours = {name for name in current_app.tasks if not name.startswith("celery.")}
    assert ours - set(ROUTES) == set()
    assert set(ROUTES) - ours == set()


def test_every_message_of_beat_is_void_when_the_next_one_comes() -> None:
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert 0 < entry["options"]["expires"] <= entry["schedule"], name
        assert entry["task"] in ROUTES, name
