"""The rare ballots that a bundle does not show, for a sworn scrutineer."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation.bundles.build import counted_vote
from participation.bundles.contents import hidden_lines
from participation.models import Consultation, CountRecord
from portal.audit import record
from portal.errors import NotNow
from portal.roles import is_official, require


@transaction.atomic
def rare_ballots(*, actor: Any, consultation: Consultation) -> str:
    """Lines as in ballots.txt of the ballots that stand there as fingerprints, by fingerprint.

    For officials, who hand them out under seal; that they did is in the audit trail. Raises
    NotNow before the count.
    """
    require(is_official, actor)
    counted = CountRecord.objects.filter(consultation=consultation).first()
    if counted is None:
        raise NotNow(_("The votes are counted when the vote has closed."))
    lines = hidden_lines(counted_vote(counted))
    record(actor=actor, act="count.rare", subject=consultation, ballots=len(lines))
    return "".join(f"{line}\n" for line in lines)
