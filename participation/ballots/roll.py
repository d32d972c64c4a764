"""The roll after the vote: once its time is over it counts people, and names nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from participation.models import Consultation, RollEntry, VoteBox

# Two random numbers for one key: as long as the hash was, and as unique.
_UNNAME = """
update participation_rollentry
set person_id = null, voter = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
where consultation_id = %s
"""


def _over(before: datetime) -> QuerySet[Consultation]:
    """Votes that closed before `before`, were opened, and whose roll names somebody."""
    return (
        Consultation.objects.filter(phases__kind="vote", phases__closes_at__lt=before)
        .exclude(box__state=VoteBox.State.OPEN)
        .exclude(box__facts__has_key="unnamed")
        .filter(box__isnull=False)
        .distinct()
    )


def to_unname(before: datetime) -> int:
    """How many entries of rolls are due."""
    return RollEntry.objects.filter(consultation__in=_over(before).values("pk")).count()


def unname(before: datetime) -> int:
    """Take account and voter's key out of the rolls of old votes; how many entries."""
    number = 0
    for pk in _over(before).values_list("pk", flat=True):
        with transaction.atomic(), connection.cursor() as cursor:
            box = VoteBox.objects.select_for_update().get(consultation_id=pk)
            cursor.execute(_UNNAME, [pk])
            number += cursor.rowcount
            box.facts = box.facts | {"unnamed": True}
            box.save(update_fields=["facts"])
    return number
