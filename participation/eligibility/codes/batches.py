"""Officials make batches of codes and withdraw them, singly or all.

The words exist in what `make_batch` returns and nowhere else. Whether a code was used stands on the
roll alone; no lock, time or mark is left on a code's row by a vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.editing import require_vote_not_over
from participation.eligibility.areas import plain
from participation.eligibility.codes.voting import digest_of, voter_key
from participation.eligibility.codes.words import make
from participation.eligibility.traces import even_out
from participation.models import CodeBatch, Consultation, RollEntry, VotingCode
from portal.audit import record
from portal.errors import BadInput, Conflict, NotNow, NotThere
from portal.guard import clean_text
from portal.printing import require_printable
from portal.roles import is_official, require

MOST_CODES = 100_000
MOST_BATCHES = 200
MOST_SERIALS = 200
# Why codes are withdrawn; the audit log keeps the name, so no free text that might name people.
REASONS = {
    "lost": gettext_lazy("A letter was lost or not delivered"),
    "stolen": gettext_lazy("Letters were taken or copied"),
    "moved": gettext_lazy("Somebody moved or died"),
    "misprint": gettext_lazy("They were printed or sent wrongly"),
    "other": gettext_lazy("Something else"),
}
_COPY = "copy participation_votingcode (batch_id, digest, serial, revoked) from stdin"


@transaction.atomic
def make_batch(
    *,
    actor: Any,
    consultation: Consultation,
    label: str,
    size: int,
    area: str = "",
    once: str = "",
) -> tuple[CodeBatch, list[str]]:
    """A batch and its words, the first with serial 1; they are shown once and never again.

    area: "" or one of the rule's. once: a word of the form, whose second sending is a Conflict.
    Raises BadInput, NotNow when the vote goes by another rule.
    """
    require(is_official, actor)
    # no_key: keeps the rule as it is meanwhile, and lets votes go on.
    current = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    if current.eligibility.get("kind") != "code":
        raise NotNow(_("This vote does not go by codes. Choose that first under “Who may vote”."))
    if current.status in (Consultation.Status.DECIDED, Consultation.Status.WITHDRAWN):
        raise NotNow(_("This question is closed; it needs no more codes."))
    require_vote_not_over(current)
    # The question's row is held, so that of two at once the second finds the first's batch.
    if once and current.code_batches.filter(once=once).exists():
        raise Conflict(
            _(
                "These codes were made already. If their download broke off, withdraw the batch, "
                "load this page again and make a new one."
            )
        )
    # Before there are codes: a letter that lost signs could not be made again.
    require_printable([label, *current.question.values()])
    if not 1 <= size <= MOST_CODES:
        raise BadInput(
            _("A batch has from 1 to %(most)s codes. Make several for more.")
            % {"most": f"{MOST_CODES:,}"},
            field="size",
        )
    if current.code_batches.count() >= MOST_BATCHES:
        raise NotNow(_("This question has as many batches as fit."))
    batch = CodeBatch.objects.create(
        consultation=current,
        label=clean_text(label, most=80, field="label"),
        area=_known_area(current.eligibility.get("area"), area),
        size=size,
        created_by=actor,
        once=once,
    )
    words = make(size)
    with connection.cursor() as cursor, cursor.copy(f"{_COPY} (format binary)") as copy:
        copy.set_types(["int8", "bytea", "int4", "bool"])
        for serial, word in enumerate(words, start=1):
            copy.write_row((batch.pk, digest_of(word), serial, False))
    even_out("participation_votingcode", "batch_id", batch.pk)
    record(actor=actor, act="codes.make", subject=batch, size=size, area=batch.area)
    return batch, words


def _known_area(area: dict[str, Any] | None, name: str) -> str:
    if not area:
        return clean_text(name, most=40, field="area") if name else ""
    found = next((one for one in area["names"] if plain(one) == plain(name)), "")
    if name and not found:
        raise BadInput(_("Choose one of the areas of “Who may vote”."), field="area")
    return found


def revoke_codes(*, actor: Any, batch: CodeBatch, serials: Sequence[int], reason: str) -> int:
    """Withdraw single codes that were not used; the number of newly withdrawn ones.

    Raises Conflict, naming them, when votes were cast with some: those count, since a new letter
    would make two of one; the others are withdrawn all the same, and both are in the audit log.
    So nobody looks for who has voted without leaving a trace. Votes on their way are waited for.
    """
    require(is_official, actor)
    wanted = sorted(set(serials))
    if not wanted or len(wanted) > MOST_SERIALS:
        raise BadInput(
            _("Write from 1 to %(most)s numbers of letters.") % {"most": MOST_SERIALS},
            field="serials",
        )
    _require_reason(reason)
    with transaction.atomic():
        Consultation.objects.select_for_update().get(pk=batch.consultation_id)
        rows = list(VotingCode.objects.filter(batch=batch, serial__in=wanted))
        strange = sorted(set(wanted) - {row.serial for row in rows})
        if strange:
            raise NotThere(
                _("This batch has no letter with the number %(number)s.") % {"number": strange[0]},
                field="serials",
            )
        used = _used(batch, rows)
        fresh = [row.pk for row in rows if not row.revoked and row.serial not in used]
        VotingCode.objects.filter(pk__in=fresh).update(revoked=True)
        record(actor=actor, act="codes.revoke", subject=batch, serials=wanted, reason=reason)
    # Only now: refused inside, the look would leave no trace.
    if used:
        raise Conflict(_used_words(used, len(fresh)), field="serials")
    return len(fresh)


def _require_reason(reason: str) -> None:
    if reason not in REASONS:
        raise BadInput(_("Choose why."), field="reason")


def _used(batch: CodeBatch, rows: list[VotingCode]) -> list[int]:
    """Serials of those that a vote was cast with, ascending."""
    keys = {voter_key(batch.consultation_id, bytes(row.digest)): row.serial for row in rows}
    used = RollEntry.objects.filter(
        consultation_id=batch.consultation_id, voter__in=list(keys)
    ).values_list("voter", flat=True)
    return sorted(keys[bytes(voter)] for voter in used)


def _used_words(used: list[int], withdrawn: int) -> str:
    told = ngettext(
        "A vote was cast with letter %(numbers)s; it counts. Do not hand out a new one.",
        "Votes were cast with letters %(numbers)s; they count. Do not hand out new ones.",
        len(used),
    ) % {"numbers": ", ".join(map(str, used))}
    if not withdrawn:
        return told
    others = ngettext(
        "%(number)s letter is withdrawn.", "%(number)s letters are withdrawn.", withdrawn
    )
    return f"{told} {others % {'number': withdrawn}}"


@transaction.atomic
def revoke_batch(*, actor: Any, batch: CodeBatch, reason: str) -> CodeBatch:
    """Withdraw a whole batch: none of its codes can be used from now on; votes cast stay."""
    require(is_official, actor)
    _require_reason(reason)
    Consultation.objects.select_for_update().get(pk=batch.consultation_id)
    current = CodeBatch.objects.select_for_update().get(pk=batch.pk)
    if current.revoked_at is not None:
        raise Conflict(_("A colleague has withdrawn this batch already."))
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at"])
    record(actor=actor, act="codes.revoke_batch", subject=current, reason=reason)
    return current


@dataclass(frozen=True)
class Circulation:
    """How many codes were made, and how many of them were withdrawn; nothing of their use."""

    made: int
    withdrawn: int


def in_circulation(consultation: Consultation) -> Circulation:
    """The codes of a question, for officials and for everyone."""
    batches = list(CodeBatch.objects.filter(consultation=consultation))
    gone = sum(batch.size for batch in batches if batch.revoked_at)
    alive = [batch.pk for batch in batches if not batch.revoked_at]
    single = VotingCode.objects.filter(batch__in=alive, revoked=True).count() if alive else 0
    return Circulation(sum(batch.size for batch in batches), gone + single)
