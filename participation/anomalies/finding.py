"""Counting accepted ballots coarsely, and looking through the counts for what is odd."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from participation.anomalies.patterns import DAY, Pattern, odd_casts, odd_misses
from participation.eligibility.counters import WINDOW_S, bump, counts
from participation.eligibility.keys import keyed
from participation.models import Anomaly, Consultation

# Counts of the last minutes are looked at once more after the close.
AFTERWARDS = timedelta(hours=2)


def note_cast(network: str, consultation_id: int) -> None:
    """Count one accepted ballot from a network (a word of portal.network.network_of, or "").

    Call it after the commit: it is one command to Redis, keeps no person, ballot or exact time,
    and never fails.
    """
    bump("casts", consultation_id, network)


def label_of(consultation_id: int, network: str) -> str:
    """How evidence names a network: six signs, others in each vote; "" for an unknown one."""
    if not network:
        return ""
    return keyed("network label", consultation_id, network).hex()[:6].upper()


def find_all() -> int:
    """Look through all votes that are open or have just closed; how many things are new."""
    now = timezone.now()
    votes = Consultation.objects.filter(
        Q(phases__closes_at=None) | Q(phases__closes_at__gte=now - AFTERWARDS),
        status=Consultation.Status.OPEN,
        phases__kind="vote",
        phases__opens_at__lte=now,
    )
    return sum(find_in(pk) for pk in votes.values_list("pk", flat=True))


def find_in(consultation_id: int) -> int:
    """Look through one vote; how many things are new. May run twice without harm.

    Something found before and not yet ruled on is brought up to date.
    """
    patterns = [
        *odd_casts(counts("casts", consultation_id)),
        *odd_misses(counts("misses", consultation_id)),
    ]
    return sum(_keep(consultation_id, pattern) for pattern in patterns)


def _keep(consultation_id: int, pattern: Pattern) -> bool:
    label = label_of(consultation_id, pattern.network)
    when = pattern.window // DAY if label else pattern.window
    began = datetime.fromtimestamp(pattern.window * WINDOW_S, tz=UTC)
    evidence = {
        "network": label,
        "number": pattern.number,
        "of": pattern.of,
        "minutes": pattern.length * WINDOW_S // 60,
        "from": began.isoformat(),
    }
    found, fresh = Anomaly.objects.get_or_create(
        consultation_id=consultation_id,
        key=f"{pattern.kind}:{label}:{when}",
        defaults={"kind": pattern.kind, "evidence": evidence},
    )
    more = pattern.number > found.evidence["number"]
    if not fresh and more and found.state == Anomaly.State.OPEN:
        Anomaly.objects.filter(pk=found.pk, state=Anomaly.State.OPEN).update(
            evidence=found.evidence | evidence
        )
    return fresh
