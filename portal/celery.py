"""The Celery app; tasks are found in each app's `tasks` module."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, setup_logging

from portal.queues import OFFICIALS, RESIDENTS, named

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
# They would load every page into every worker; `manage.py` and the web processes make them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
app = Celery("civic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _as_the_site_does(**facts: Any) -> None:
    """Workers write their lines as settings.LOGGING says: Celery's own hold errors' words."""


@celeryd_after_setup.connect
def keep_runs_apart(sender: str, instance: Any, **more: Any) -> None:
    """A worker that takes nothing but runs needs no network but the stores'; it forks later."""
    if set(instance.app.amqp.queues.consume_from) <= {named(OFFICIALS), named(RESIDENTS)}:
        from portal.isolation import stay_apart

        stay_apart()
