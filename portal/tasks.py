"""Tasks of the ground floor."""

from celery import shared_task

from portal import limits, mail, making, retention, sessions
from portal.heads import export_head
from portal.health import note_worker


@shared_task
def heartbeat(queue: str = "") -> None:
    """Say that the worker of a queue is alive, for /health/ready."""
    note_worker(queue)


@shared_task
def send_mail(mail_id: int) -> None:
    """Send one message of the outbox, unless that is done or somebody else is at it."""
    mail.carry(mail_id)


@shared_task
def sweep_mail() -> None:
    """Hand out messages again that were lost on their way, or whose pause is over."""
    mail.sweep()


@shared_task
def make_file(takeaway_id: int) -> None:
    """Make one file that somebody waits for, unless it is made or somebody else is at it."""
    making.make(takeaway_id)


@shared_task
def purge_limits() -> None:
    """Delete the counts of limits that the database kept while Redis was away."""
    limits.purge()


@shared_task
def export_audit_head() -> None:
    """Keep today's head of the audit log where the database cannot reach; once a day."""
    export_head()


@shared_task
def purge_sessions() -> None:
    """Delete sessions that ran out, and the drafts in them."""
    sessions.purge()


@shared_task
def keep_periods() -> None:
    """Delete what has been kept for its time; once a day."""
    retention.run_due()
