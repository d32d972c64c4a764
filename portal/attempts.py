"""How often a password may be tried and a mail be asked for, so that nobody locks anybody out.

Tries count by address and network together, with waits that grow; a browser that was signed in
with before has counts of its own. Of all strangers' networks together an address takes a hundred
tries a day: then only browsers that are known try passwords, and everybody else signs in by a
mailed code. Nothing here looks whether an address has an account.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.errors import TooOften
from portal.known_devices import known_as
from portal.limits import Limit, give_back, standing, take_each, too_often
from portal.network import address_of, network_of

Taken = list[tuple[Limit, tuple[Any, ...]]]

_WRONG = _("Too many wrong passwords. Have a code sent instead, or try again after %(time)s.")
PASSWORDS = (
    Limit("password-minute", 5, 60, _WRONG),
    Limit("password-quarter", 10, 900, _WRONG),
    Limit("password-hours", 20, 4 * 3_600, _WRONG),
    Limit("password-day", 40, 86_400, _WRONG),
)
PASSWORDS_OF_ALL = Limit(
    "password-everywhere",
    100,
    86_400,
    _(
        "Somebody has tried many passwords for this address. Have a code sent instead, or use a "
        "device with which you have signed in before."
    ),
)
PASSWORDS_OF_A_NETWORK = Limit("password-network", 300, 600, _WRONG)

_MAILS = _("We have sent several mails to this address. Use the last one, or ask after %(time)s.")
MAILS = (
    Limit("mail-minute", 3, 60, _MAILS),
    Limit("mail-quarter", 6, 900, _MAILS),
    Limit("mail-day", 30, 86_400, _MAILS),
)
MAILS_OF_ALL = Limit("mail-everywhere", 30, 3_600, _MAILS)
MAILS_OF_A_NETWORK = Limit("mail-network", 300, 600)

SIGN_UPS = Limit("sign-up", 30, 60)
OLD_PASSWORDS = Limit("old-password", 10, 900)


def try_password(request: HttpRequest, address: str) -> Taken:
    """Count a try at a password before it is looked at; what was counted. Raises TooOften."""
    return _take(request, address, PASSWORDS, PASSWORDS_OF_ALL, PASSWORDS_OF_A_NETWORK)


def was_right(taken: Taken) -> None:
    """The password was right: it was no wrong try."""
    for limit, who in taken:
        give_back(limit, *who)


def ask_mail(request: HttpRequest, address: str) -> None:
    """Count a mail that somebody, whoever it is, has us send to `address`. Raises TooOften.

    Once for each request, whichever of its parts asks first.
    """
    if getattr(request, "_mail_asked", "") != address.lower():
        _take(request, address, MAILS, MAILS_OF_ALL, MAILS_OF_A_NETWORK)
        request._mail_asked = address.lower()  # type: ignore[attr-defined]


def mail_refused(request: HttpRequest, address: str) -> TooOften | None:
    """What whoever asks for a mail now would be told, with from when on it goes; counts nothing."""
    waits = [
        (standing(limit, *who).retry_after_s, limit)
        for limit, who in _wanted(request, address, MAILS, MAILS_OF_ALL, MAILS_OF_A_NETWORK)
    ]
    longest, limit = max(waits, key=lambda wait: wait[0])
    return too_often(limit, longest) if longest else None


def place_of(request: HttpRequest) -> str:
    """The network of a request; for private ones, which tell nobody apart, the very address."""
    return network_of(request) or address_of(request)


def _take(
    request: HttpRequest, address: str, growing: tuple[Limit, ...], of_all: Limit, network: Limit
) -> Taken:
    wanted = _wanted(request, address, growing, of_all, network)
    take_each(*wanted)
    return wanted


def _wanted(
    request: HttpRequest, address: str, growing: tuple[Limit, ...], of_all: Limit, network: Limit
) -> Taken:
    address = address.lower()
    device = known_as(request, address)
    who = (address, "device", device) if device else (address, "network", place_of(request))
    wanted: Taken = [(limit, who) for limit in growing]
    if not device:
        wanted += [(of_all, (address,)), (network, (place_of(request),))]
    return wanted
