"""What officials make of something odd, with a reason that everyone can read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.disclosure.redact import redact
from participation.models import Anomaly
from portal.audit import record
from portal.changes import unsaved
from portal.errors import BadInput, Conflict
from portal.guard import clean_text
from portal.roles import is_official, require

# Ballots are sealed and secret, so none can be picked out: a ruling is about what to do, and say.
RULINGS = {
    "counts": gettext_lazy("There is a harmless explanation; the vote counts as it is"),
    "watch": gettext_lazy("We keep looking at it"),
    "reported": gettext_lazy("We have reported it to those who oversee the vote or to the police"),
}
# Of comments the words are public in any case; a ruling says whether their places count.
CROWD_RULINGS = {
    "places": gettext_lazy("There is a harmless explanation; their places count"),
    "wait": gettext_lazy("We keep looking; their places wait"),
    "apart": gettext_lazy("Their places do not count; their words stay"),
}
OPEN_ENDED = ("watch", "wait")
LONGEST = 600


def rulings_for(kind: str) -> Mapping[str, str | Promise]:
    """What may be ruled on a kind of pattern: code -> words."""
    return CROWD_RULINGS if kind.startswith("crowd-") else RULINGS


def words_of(ruling: str) -> str | Promise:
    """A ruling in words."""
    return (RULINGS | CROWD_RULINGS)[ruling]


@transaction.atomic
def rule_on(*, actor: Any, anomaly: Anomaly, ruling: str, reason: str) -> Anomaly:
    """Rule, with a public reason (contact data is taken out); OPEN_ENDED may be ruled on again.

    Raises BadInput, or Conflict when a colleague was quicker.
    """
    require(is_official, actor)
    if ruling not in rulings_for(anomaly.kind):
        raise BadInput(_("Choose what you make of it."), field="ruling")
    why = redact(clean_text(reason, most=LONGEST, field="reason")).text
    current = Anomaly.objects.select_for_update().get(pk=anomaly.pk)
    if current.state != Anomaly.State.OPEN:
        raise Conflict(_("A colleague has ruled on this already."))
    if current.ruling:
        # Nothing that stood in the public log goes: earlier rulings stay beside the last one.
        earlier = {
            "ruling": current.ruling,
            "reason": current.reason,
            "at": current.ruled_at.isoformat() if current.ruled_at else "",
        }
        current.evidence["earlier"] = [*current.evidence.get("earlier", []), earlier]
    current.ruling, current.reason = ruling, why
    current.ruled_at = timezone.now()
    current.ruled_by = actor
    if ruling not in OPEN_ENDED:
        current.state = Anomaly.State.RULED
    changed = unsaved(current, ["ruling", "state"])
    current.save()
    record(actor=actor, act="anomaly.rule", subject=current, changed=changed)
    return current
