"""Work outside of requests: queues, what beat asks for and when, and whom workers may reach."""

from portal.queues import CLOCK, FILES, MAIL, RELEASE, every, named
from portal.settings.reading import env

# Before the name of each queue: several sites, or tests, may share one Redis.
QUEUE_PREFIX = env("CIVIC_QUEUE_PREFIX", default="")
CELERY_TASK_DEFAULT_QUEUE = named(CLOCK, QUEUE_PREFIX)
CELERY_TASK_ROUTES = ["portal.queues.route"]
# A worker that was killed gives its messages back after two minutes. Runs take longer than that;
# their message then comes again, finds that somebody has them, and goes.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    # A worker of several queues empties them in the order of their names: officials, residents.
    "queue_order_strategy": "sorted",
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For ever: a worker that gave up would have to be started by hand when Redis is back.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Who sends tries twice, since a kept connection may have ended; then the clock's sweeps find it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0}
CELERY_BEAT_SCHEDULER = "portal.health.beats:Clock"
CELERY_BEAT_SCHEDULE = {
    "sweep-runs": every(20.0, "twin.tasks.sweep"),
    "ask-current": every(600.0, "twin.tasks.ask_current"),
    "clear-tiles": every(3_600.0, "twin.tasks.clear_tiles"),
    "phases": every(60.0, "participation.tasks.turn_phases"),
    "logs": every(20.0, "participation.tasks.sequence_logs"),
    "boxes": every(10.0, "participation.tasks.open_boxes"),
    "mail": every(15.0, "portal.tasks.sweep_mail"),
    "limits": every(3_600.0, "portal.tasks.purge_limits"),
    # Done once a day; asked every hour, since beat may be down at any of them.
    "audit-head": every(3_600.0, "portal.tasks.export_audit_head"),
    "retention": every(3_600.0, "portal.tasks.keep_periods"),
    "sessions": every(3_600.0, "portal.tasks.purge_sessions"),
    "reminders": every(600.0, "participation.tasks.remind"),
    "letters": every(15.0, "participation.tasks.write_letters"),
    "kiosks": every(300.0, "participation.tasks.end_kiosks"),
    "anomalies": every(300.0, "participation.tasks.find_anomalies"),
    # Of runs each says itself that it lives; a message of ours would wait behind a long one.
    **{
        f"heartbeat-{queue}": every(
            15.0, "portal.tasks.heartbeat", queue, queue=named(queue, QUEUE_PREFIX)
        )
        for queue in (CLOCK, RELEASE, MAIL, FILES)
    },
}
# Workers of runs speak with the database and Redis only; and with these, each "host:port", where
# artefacts are kept somewhere else than in a folder.
WORKER_REACHES = env.list("CIVIC_WORKER_REACHES", default=[])
CELERY_TIMEZONE = "Europe/Paris"
