"""Tries at a name that was guessed at: one in ten minutes for all the world, in fair turns.

A lock would let anybody keep a neighbour from voting by typing their name wrong; no brake at all
would let a thousand networks guess a birth date. So time is cut into turns, a turn admits one try,
and every network waits for one turn at a time: whoever guesses delays the voter by as many turns as
they have networks, and never locks them out. On one network, turns are told apart by device.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from portal.errors import TooOften
from portal.limits import Limit, forget, give_back, standing, take, take_each, too_often

TURN_S = 600
# How far ahead a turn is given: a day of turns is more networks than anybody has queued yet.
AHEAD = 144
# So many devices of one network wait at once; else one of them could fill the day.
DEVICES = 3

_SLOW = _(
    "There were many wrong tries with this name, from whomever. To protect it we check it slowly: "
    "your turn is after %(time)s. Send the same again then, from this device; your right to vote "
    "is not lost. If you need help, write to %(contact)s."
)
_TURN = Limit("vote: a turn at a name", 1, TURN_S, _SLOW)
_MINE = Limit("vote: whose turn at a name", 1, TURN_S, _SLOW)
_USED = Limit("vote: a turn used", 1, TURN_S, _SLOW)
_WAITING = Limit("vote: a device waits for a turn", 1, TURN_S, _SLOW)
_NETWORK = Limit("vote: devices of a network that wait for a turn", DEVICES, TURN_S, _SLOW)


def require(consultation_id: int, named: str, network: str, device: str) -> None:
    """Return when it is this device's turn, once a turn; else raise TooOften that says when."""
    vote, who = (consultation_id, named), (consultation_id, named, network, device)
    now = time.time()
    turn = int(now // TURN_S)
    if standing(_MINE, *who, turn).count:
        with suppress(TooOften):
            take(_USED, *who, turn)
            forget(_WAITING, *who)
            give_back(_NETWORK, *vote, network)
            return
    if not standing(_WAITING, *who).count:
        _reserve(vote, who, network, turn, now)
    # It is kept until its turn is over.
    raise too_often(_WAITING, standing(_WAITING, *who).retry_after_s - TURN_S)


def _reserve(
    vote: tuple[object, ...], who: tuple[object, ...], network: str, turn: int, now: float
) -> None:
    """Find the next free turn and note whose it is; raises TooOften where there is none."""
    full = standing(_NETWORK, *vote, network)
    if not full.left:
        raise too_often(_NETWORK, full.retry_after_s)
    for ahead in range(1, AHEAD + 1):
        until = (turn + ahead + 1) * TURN_S
        span_s = max(1, round(until - now))
        try:
            take(replace(_TURN, span_s=span_s), *vote, turn + ahead)
        except TooOften:
            continue
        try:
            # Both or none: a form sent twice at once must not fill its network's places.
            take_each(
                (replace(_NETWORK, span_s=span_s), (*vote, network)),
                (replace(_WAITING, span_s=span_s), who),
            )
        except TooOften:
            give_back(_TURN, *vote, turn + ahead)
            raise
        take(replace(_MINE, span_s=span_s), *who, turn + ahead)
        return
    raise too_often(_TURN, AHEAD * TURN_S)
