"""The Celery app; tasks are found in each app's `tasks` module."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup, setup_logging
from kombu.exceptions import OperationalError

from portal.circuit import ANSWER_S, CONNECT_S, circuit_of
from portal.queues import OFFICIALS, RESIDENTS, named
from portal.rediscache import FAILS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
# They would load every page into every worker; `manage.py` and the web processes make them.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
SHORT = {
    "socket_connect_timeout": CONNECT_S,
    "socket_timeout": ANSWER_S,
    "max_retries": 0,
    "interval_start": 0,
}
"""For who sends: a visitor may be waiting. Workers and the clock wait for messages as set."""


class Civic(Celery):
    """Celery whose messages hurry work on and never hold it up.

    What waits is in the database, and a task of the clock looks for it: each kind of message has
    one. So a message that cannot be sent is let go, and the site's log says so once.
    """

    def connection_for_write(self, url: str | None = None, **options: Any) -> Any:
        """As Celery's, with short time-outs."""
        short = {**SHORT, **(options.pop("transport_options", None) or {})}
        return super().connection_for_write(url, transport_options=short, **options)

    def send_task(self, name: str, *words: Any, **options: Any) -> Any:
        """As Celery's; None while the queue cannot be reached."""
        circuit = circuit_of(self.conf.broker_url)
        if not circuit.closed():
            return None
        try:
            sent = super().send_task(name, *words, **options)
        except (OperationalError, *FAILS) as error:
            circuit.failed(error)
            return None
        circuit.worked()
        return sent


app = Civic("civic")
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
