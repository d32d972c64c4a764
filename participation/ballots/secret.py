"""The voter's secret: 80 random bits that let them change their ballot; we keep only its hash."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.utils.translation import gettext as _

from participation.ledger.codes import crockford, plain
from portal.errors import BadInput

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
SLOT = b"civic-twin slot v1\n"


def new_secret() -> str:
    """A fresh secret as it is shown: 16 characters of Crockford's base 32 and a check character."""
    word = crockford(secrets.token_bytes(10))
    return _shown(word + check_character(word))


def read_secret(typed: str) -> str:
    """What somebody typed, as it was shown; BadInput when it cannot be a secret.

    Small letters, spaces and hyphens do not matter; O is read as 0, I and L as 1.
    """
    word = plain(typed)
    if not word:
        raise BadInput(_("Type your key, or choose that you lost it."), field="secret")
    if len(word) == LENGTH:
        raise BadInput(
            _(
                "This has 16 letters and digits, as the code of a receipt has. "
                "Your key has 17; it stood below the receipt."
            ),
            field="secret",
        )
    if (
        len(word) != LENGTH + 1
        or not set(word) <= set(SYMBOLS)
        or check_character(word[:LENGTH]) != word[LENGTH]
    ):
        raise BadInput(
            _(
                "This key cannot be right: it has 17 letters and digits. "
                "Compare it with what you wrote down."
            ),
            field="secret",
        )
    return _shown(word)


def check_character(word: str) -> str:
    """The check character: the word as a polynomial over GF(32), at the field's generator.

    Finds every wrong character and every two characters changed round (x^5 + x^2 + 1, primitive).
    """
    check = 0
    for letter in word:
        check = _times_x(check) ^ SYMBOLS.index(letter)
    return SYMBOLS[_times_x(check)]


def slot_of(secret: str) -> bytes:
    """Where the ballot of this secret lies: 32 bytes, all that we keep of it."""
    return sha256(SLOT + plain(secret).encode()).digest()


def _times_x(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _shown(word: str) -> str:
    return "-".join((word[:4], word[4:8], word[8:12], word[12:]))
