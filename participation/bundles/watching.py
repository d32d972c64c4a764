"""Whether every closed vote is counted, and every published count is there: for /health/."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from participation.ballots.opening import STILL_TYPED
from participation.bundles.build import broken_bundles
from participation.models import Consultation, CountRecord, PaperBatch
from participation.tallies.catalogue import RULES
from portal.health import Found

LATE_S = 120
"""A vote is counted within a minute of its close; of 200,000 ballots too."""
_RUNNING = (Consultation.Status.OPEN, Consultation.Status.DECIDED)


def votes() -> Found:
    """Whether a vote has closed that is not counted, though no pile of paper waits."""
    now = timezone.now()
    late = (
        Consultation.objects.filter(
            status__in=_RUNNING,
            ballot_rule__in=list(RULES),
            phases__kind="vote",
            phases__closes_at__lte=now - timedelta(seconds=LATE_S),
            count=None,
        )
        .exclude(pk__in=PaperBatch.objects.filter(state__in=STILL_TYPED).values("consultation_id"))
        .order_by()
        .values_list("pk", "phases__closes_at")
    )
    closed = dict(late)
    longest = max((now - at for at in closed.values()), default=timedelta())
    words = "ok"
    if closed:
        words = f"{len(closed)} votes have closed and are not counted."
    return Found(
        words,
        {"late": len(closed), "longest_s": round(longest.total_seconds())},
        {"late": 0, "late_s": LATE_S},
    )


def bundles() -> Found:
    """Whether the file of every count is published and whole."""
    long_ago = timezone.now() - timedelta(seconds=LATE_S)
    unpacked = CountRecord.objects.filter(
        bundle="", counted_at__lte=long_ago, consultation__roots__final=True
    ).count()
    broken = len(broken_bundles())
    words = "ok"
    if broken or unpacked:
        words = f"The files of {broken + unpacked} counts are missing or damaged."
    return Found(words, {"broken": broken, "unpacked": unpacked}, {"broken": 0, "unpacked": 0})
