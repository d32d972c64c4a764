"""Which queue each task waits in: one table, to which every floor adds its own tasks.

A task that is in no queue of this table is refused when it is sent: nobody would work on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from portal.registry import Registry

CLOCK = "clock"
RELEASE = "release"
RESIDENTS = "residents"
OFFICIALS = "officials"
FILES = "files"
MAIL = "mail"
QUEUES: Mapping[str, str] = {
    CLOCK: "votes and clockwork: what must be done on time, and is short",
    RELEASE: "what the public reads, and housekeeping",
    OFFICIALS: "runs that the city's people and the site ask for",
    RESIDENTS: "runs that residents ask for",
    FILES: "large files that people take away",
    MAIL: "messages to people",
}
"""What each queue is for. Workers of several take from them in the order of their names."""
ROUTES: Registry[str] = Registry("route of a task")
"""task -> queue; filled by each app as it starts."""


def add_routes(queue: str, *tasks: str) -> None:
    """Have these tasks wait in `queue`; a task has one place only (ValueError)."""
    if queue not in QUEUES:
        raise ValueError(f"there is no queue {queue!r}; there are: {', '.join(QUEUES)}")
    for task in tasks:
        ROUTES.add(task, queue)


def named(queue: str, prefix: str | None = None) -> str:
    """The broker's name of a queue, with the prefix of the settings unless another is given."""
    return f"{settings.QUEUE_PREFIX if prefix is None else prefix}{queue}"


def every(seconds: float, task: str, *args: Any, queue: str = "") -> dict[str, Any]:
    """An entry of beat's table: a message nobody took before the next one came is void.

    queue: its broker's name, where it is another than the task's own.
    """
    options = {"expires": seconds, **({"queue": queue} if queue else {})}
    return {"task": task, "schedule": seconds, "args": args, "options": options}


def route(
    name: str,
    args: Any = None,
    kwargs: Any = None,
    options: Any = None,
    task: Any = None,
    **more: Any,
) -> dict[str, str] | None:
    """{"queue": …}, as Celery asks for each message that names no queue itself; None for its own.

    Raises KeyError for a task that no app gave a queue.
    """
    return None if name.startswith("celery.") else {"queue": named(ROUTES[name])}
