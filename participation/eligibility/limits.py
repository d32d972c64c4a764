"""How often somebody may miss with a code or with what a list holds, and what they are told then.

Slips that a code's check signs find are no misses, so a family or a town hall's kiosk does not lock
itself out by typing. A try is counted before it is looked up, and taken off again when it was
right: many at once are no more tries than one after the other.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from participation.eligibility import turns
from participation.eligibility.counters import bump
from portal.errors import TooOften
from portal.limits import Limit, Wanted, give_back_each, take, take_each
from portal.roles import is_known

_WAIT = _(
    "There were too many wrong tries. Wait until %(time)s, then try again; your right to "
    "vote is not lost. If you need help, write to %(contact)s."
)
_NETWORK = _(
    "There were many wrong tries from the network that you use, which you may share "
    "with others. Try again after %(time)s, or now from another one, such as a phone. "
    "If you need help, write to %(contact)s."
)
PERSON = Limit("vote: wrong tries of an account", 8, 900, _WAIT)
# A library or a town hall has one network; nobody gets a code right by 60 tries in ten minutes.
NETWORK = Limit("vote: wrong tries from a network", 60, 600, _NETWORK)
# All whose network is unknown, together.
UNKNOWN = Limit("vote: wrong tries from unknown networks", 1_200, 600, _NETWORK)
# Somebody's name with wrong dates, from wherever they come. Further tries take turns: see turns.
NAMED = Limit("vote: wrong tries at a name", 8, 3 * 3_600)

# Each change is a line of the log for ever, and one voter's script could make it too long to check.
CHANGES = Limit(
    "vote: changes of a ballot",
    50,
    3_600,
    _(
        "You have changed your vote very often within an hour. The last one counts; "
        "wait an hour if you want to change it once more."
    ),
)


class Try:
    """One try at a code or a list, counted as wrong until it is found right."""

    def __init__(self, consultation_id: int, network: str, taken: list[Wanted]) -> None:
        self._place, self._network, self._taken = consultation_id, network, taken

    def was_right(self) -> None:
        """It counts against nobody."""
        give_back_each(*self._taken)

    def was_wrong(self) -> None:
        """It stays counted, and is one of the network's misses."""
        bump("misses", self._place, self._network)


def begin(
    consultation_id: int, actor: Any, network: str, *, named: str = "", device: str = ""
) -> Try:
    """Count a try against the account, the network and the name asked for.

    Raises TooOften, saying until when and what else to do. A name is never locked: after NAMED
    tries each network and device waits for a turn of its own.
    """
    wanted: list[Wanted] = [(NETWORK if network else UNKNOWN, (consultation_id, network))]
    if is_known(actor):
        wanted.append((PERSON, (consultation_id, actor.pk)))
    take_each(*wanted)
    if named:
        try:
            take(NAMED, consultation_id, named)
            wanted.append((NAMED, (consultation_id, named)))
        except TooOften:
            try:
                turns.require(consultation_id, named, network, device)
            except TooOften:
                give_back_each(*wanted)
                raise
    return Try(consultation_id, network, wanted)


def require_patience(consultation_id: int, voter: bytes) -> None:
    """Count a change of this voter's ballot; raise TooOften when there were too many of them."""
    take(CHANGES, consultation_id, voter)
