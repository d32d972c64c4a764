"""What officials do with a question at its end: the decision, and its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation import gates
from participation.consultations import require_move, saved
from participation.editing import cleaned
from participation.models import Comment, Consultation, Decision, Option
from portal.errors import BadInput, NotNow
from portal.roles import is_official, require


@transaction.atomic
def decide(
    *,
    actor: Any,
    consultation: Consultation,
    option: Option | None,
    text: dict[str, str],
    cited: Sequence[Any] = (),
) -> Decision:
    """Publish the decision: the option (None: none of them), why, and the comments it answers.

    cited: public ids of visible comments. Only once the vote, if there is one, has closed.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_move(current, Consultation.Status.DECIDED)
    spans, now, _status = gates.read_clock(current.pk)
    vote = next((span for span in spans if span.kind == "vote"), None)
    if vote and (vote.closes_at is None or now < vote.closes_at):
        raise NotNow(_("The vote is still to come or open. Decide when it has closed."))
    if option is not None and option.consultation_id != current.pk:
        raise BadInput(_("Choose one of this question's options."), field="option")
    words = cleaned({"summary": text}, {"summary"})["summary"]
    if not words:
        raise BadInput(_("Say why, in one language at least."), field="text")
    shown = Comment.objects.filter(
        consultation=current, public_id__in=list(cited), status=Comment.Status.VISIBLE
    )
    decision = Decision.objects.create(
        consultation=current, option=option, text=words, decided_by=actor
    )
    decision.cited.set(shown)
    current.status = Consultation.Status.DECIDED
    saved(current, actor, "consultation.decide", cited=len(shown))
    return decision
