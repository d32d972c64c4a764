"""What officials do with a question at its end: the decision, and its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from participation import gates
from participation.citing import cited_comments
from participation.consultations import saved
from participation.editing import cleaned
from participation.models import Comment, Consultation, Correction, Decision, Option
from portal.audit import record
from portal.changes import changed
from portal.errors import BadInput, Conflict, NotNow
from portal.roles import is_official, require


@dataclass(frozen=True)
class Version:
    """What the decision said from `at` on. number: 0 is the first. reason: why it was corrected."""

    number: int
    option: Option | None
    text: dict[str, str]
    reason: dict[str, str]
    at: datetime | None
    cited: tuple[Comment, ...]


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

    cited: references to visible comments, as citing reads them. Only once the vote, if there is
    one, has closed. Raises BadInput (option, text, cited), NotNow, Conflict when a colleague was
    quicker.
    """
    require(is_official, actor)
    current = Consultation.objects.select_for_update().get(pk=consultation.pk)
    _require_undecided(current)
    spans, now, _status = gates.read_clock(current.pk)
    vote = next((span for span in spans if span.kind == "vote"), None)
    if vote and (vote.closes_at is None or now < vote.closes_at):
        raise NotNow(_("The vote is still to come or open. Decide when it has closed."))
    words, shown = _read(current, option, text, cited)
    decision = Decision.objects.create(
        consultation=current, option=option, text=words, decided_by=actor
    )
    decision.cited.set(shown)
    current.status = Consultation.Status.DECIDED
    more = changed({}, {"decision": words, "decided for": option, **_named(shown)})
    saved(current, actor, "consultation.decide", more)
    return decision


@transaction.atomic
def correct(
    *,
    actor: Any,
    consultation: Consultation,
    seen: int,
    option: Option | None,
    text: dict[str, str],
    reason: dict[str, str],
    cited: Sequence[Any] = (),
) -> Correction:
    """Publish what the decision says from here on, and why; what it said before stays readable.

    seen: the number of the version that the official saw (0: the first). Raises as decide, and
    BadInput (reason; text where nothing differs).
    """
    require(is_official, actor)
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("consultation", "option")
        .filter(consultation_id=consultation.pk)
        .first()
    )
    if decision is None:
        raise NotNow(_("This question has not been decided yet; there is nothing to correct."))
    current, before = decision.consultation, versions(decision)[0]
    if before.number != seen:
        raise Conflict(
            _("A colleague has corrected this decision meanwhile: compare both, then look again.")
        )
    words, shown = _read(current, option, text, cited)
    why = cleaned({"reason": reason}, {"reason"})["reason"]
    if not why:
        raise BadInput(_("Say why it is corrected, in one language at least."), field="reason")
    differs = changed(_facts(before), {"decision": words, "decided for": option, **_named(shown)})
    if not differs:
        raise BadInput(_("This is what the decision says already."), field="text")
    made = Correction.objects.create(
        decision=decision,
        number=seen + 1,
        option=option,
        text=words,
        reason=why,
        corrected_by=actor,
    )
    made.cited.set(shown)
    told = {"number": made.number, "changed": differs | changed({}, {"reason": why})}
    record(actor=actor, act="consultation.correct", subject=decision.consultation, **told)
    return made


def versions(decision: Decision) -> list[Version]:
    """Everything that the decision has said, what holds now first; two queries a version."""
    first = Version(
        0, decision.option, decision.text, {}, decision.decided_at, tuple(decision.cited.all())
    )
    later = [
        Version(
            one.number, one.option, one.text, one.reason, one.corrected_at, tuple(one.cited.all())
        )
        for one in decision.corrections.select_related("option").prefetch_related("cited")
    ]
    return [*reversed(later), first]


def standing(consultation: Consultation) -> Version | None:
    """What the decision says now, without its comments; of rows that were fetched with it."""
    decision: Decision | None = getattr(consultation, "decision", None)
    if decision is None:
        return None
    last = max(decision.corrections.all(), key=lambda one: one.number, default=None)
    if last is None:
        return Version(0, decision.option, decision.text, {}, decision.decided_at, ())
    return Version(last.number, last.option, last.text, last.reason, last.corrected_at, ())


def decision_of(consultation: Consultation) -> Decision | None:
    """The decision on a question, if there is one."""
    found = Decision.objects.filter(consultation=consultation).select_related("option")
    return found.first()


def answers(public_id: Any) -> bool:
    """Whether a decision, in any of its versions, answers the comment with this public id."""
    comment = Comment.objects.filter(public_id=public_id).values("pk")
    first = Decision.objects.filter(cited__in=comment)
    return first.exists() or Correction.objects.filter(cited__in=comment).exists()


def _require_undecided(current: Consultation) -> None:
    if current.status == Consultation.Status.DECIDED:
        raise Conflict(
            _(
                "A colleague has published the decision meanwhile. It stands below, and what you "
                "wrote is still here: if it has to be corrected, say why."
            )
        )
    if current.status != Consultation.Status.OPEN:
        raise NotNow(_("Only a question that is open can be decided."))


def _read(
    current: Consultation, option: Option | None, text: dict[str, str], cited: Sequence[Any]
) -> tuple[dict[str, str], list[Comment]]:
    """The words, cleaned, and the comments; raises BadInput."""
    if option is not None and option.consultation_id != current.pk:
        raise BadInput(_("Choose one of this question's options."), field="option")
    words = cleaned({"text": text}, {"text"})["text"]
    if not words:
        raise BadInput(_("Say why, in one language at least."), field="text")
    return words, cited_comments(current, cited)


def _named(comments: Sequence[Comment]) -> dict[str, list[str]]:
    """Comments by their public number, for the audit log."""
    return {"answers": sorted(str(one.public_id)[:8] for one in comments)} if comments else {}


def _facts(version: Version) -> dict[str, Any]:
    """A version as the audit log compares it."""
    return {"decision": version.text, "decided for": version.option, **_named(version.cited)}
