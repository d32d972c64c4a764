"""What participation does in the background; each may run twice without harm."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from participation import moderation, reminders
from participation.anomalies import find_floods
from participation.anomalies.finding import find_all
from participation.ballots import burn_box, mix_roll, open_box
from participation.bundles import broken_bundles, build_bundle
from participation.kiosks import end_all_over
from participation.ledger.sequencing import sequence
from participation.ledger.subtrees import BrokenLog
from participation.models import Consultation, LogRoot, VoteBox
from participation.releases import batch_is_due, due_releases, has_work, release_now
from participation.results import count_box
from participation.tallies.catalogue import RULES

STALE_S = 600
"""What the clock asks for again and again is not worth doing later than this."""
log = logging.getLogger(__name__)
RUNNING = (Consultation.Status.OPEN, Consultation.Status.DECIDED)


@shared_task
def release(consultation_id: int) -> None:
    """Release what is marked of one question, and its places once a day.

    Ends at once while another worker is at it: that one looks again when it is done.
    """
    while has_work(consultation_id):
        if batch_is_due(consultation_id):
            find_floods(consultation_id)
        if not release_now(consultation_id):
            break


@shared_task
def turn_phases() -> None:
    """Every minute, ask for the releases that are due; reads no comment."""
    for pk in due_releases():
        release.apply_async((pk,), expires=STALE_S)


@shared_task
def sequence_logs() -> None:
    """Give the waiting events of open votes their places in the log, in full blocks.

    And mix their rolls, so that no row there tells which event was its voter's.
    """
    open_boxes_now = VoteBox.objects.filter(state=VoteBox.State.OPEN)
    for pk in open_boxes_now.values_list("consultation_id", flat=True):
        try:
            if sequence(pk):
                mix_roll(pk)
        except BrokenLog:
            # Somebody wrote past the program; the other votes' logs go on.
            log.exception("the log of consultation %s does not lead to its signed root", pk)


@shared_task
def open_boxes() -> None:
    """Ask for what is left to do after the close of each vote: opening, count, bundle.

    And for a published bundle that is lost or damaged, and for the end of the ballots of withdrawn
    questions.
    """
    closed = Consultation.objects.filter(
        status__in=RUNNING,
        ballot_rule__in=list(RULES),
        phases__kind="vote",
        phases__closes_at__lte=timezone.now(),
    )
    left = closed.filter(Q(count=None) | Q(count__bundle="", roots__final=True))
    for pk in left.values_list("pk", flat=True).distinct():
        finish_vote.apply_async((pk,), expires=STALE_S)
    for pk in broken_bundles():
        log.warning("the published count of consultation %s is lost or damaged", pk)
        pack_again.apply_async((pk,), expires=STALE_S)
    withdrawn = VoteBox.objects.filter(
        state=VoteBox.State.OPEN, consultation__status=Consultation.Status.WITHDRAWN
    )
    for pk in withdrawn.values_list("consultation_id", flat=True):
        burn.apply_async((pk,), expires=STALE_S)


@shared_task
def pack_again(consultation_id: int) -> None:
    """Make the bundle of a counted vote again, if it is lost or damaged."""
    _publish(consultation_id)


@shared_task
def burn(consultation_id: int) -> None:
    """Destroy the sealed ballots of a withdrawn question."""
    burn_box(consultation_id)


@shared_task
def finish_vote(consultation_id: int) -> None:
    """Open the box of a closed vote, count it, publish the bundle; as far as it can get now."""
    open_box(consultation_id)
    with transaction.atomic():
        # One that is at it needs no help, and a second worker that waits is missed elsewhere.
        opened = VoteBox.objects.select_for_update(skip_locked=True).exclude(
            state=VoteBox.State.OPEN
        )
        if not opened.filter(consultation_id=consultation_id).exists():
            return
        count_box(consultation_id)
    # Votes of before the log have none that a bundle could hold.
    if LogRoot.objects.filter(consultation_id=consultation_id, final=True).exists():
        _publish(consultation_id)


def _publish(consultation_id: int) -> None:
    """Pack the bundle; what the disk refuses is asked for again by the next sweep."""
    try:
        build_bundle(consultation_id)
    except OSError as error:
        log.error(
            "the count of consultation %s cannot be written (%s); it is tried again",
            consultation_id,
            error.strerror or error,
        )


@shared_task
def remind() -> None:
    """Send the reminders that are due, and tell of dates that have moved."""
    for pk in reminders.due_tellings():
        tell_dates.apply_async((pk,), expires=STALE_S)
    for pk in reminders.due_reminders():
        send_reminder.apply_async((pk,), expires=STALE_S)


@shared_task
def tell_dates(reminder_id: int) -> None:
    """Tell one person which dates have moved, if they do not know."""
    reminders.tell_dates(reminder_id)


@shared_task
def send_reminder(reminder_id: int) -> None:
    """Send one reminder, if it is still wanted."""
    reminders.send_reminder(reminder_id)


@shared_task
def write_letters() -> None:
    """Tell authors what was decided about their comments, once it cannot be undone."""
    for pk in moderation.due_letters():
        send_letter.apply_async((pk,), expires=STALE_S)


@shared_task
def send_letter(ruling_id: int) -> None:
    """Send one letter to an author, if it is still due."""
    moderation.send_letter(ruling_id)


@shared_task
def find_anomalies() -> None:
    """Look for odd things in the votes that are open."""
    find_all()


@shared_task
def end_kiosks() -> None:
    """Close the kiosks that somebody left alone."""
    end_all_over()
