"""Words that people read out and type: Crockford's base 32, in groups of four (pure)."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

EVENT = b"civic-twin ballot event v1\n"
CODE_BYTES = 10
# Crockford's base 32 has no I, L, O, U: nothing to confuse when it is read out.
_RFC, _CROCKFORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD = str.maketrans(_RFC, _CROCKFORD)
_MISREAD = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.·]+")


def crockford(data: bytes) -> str:
    """`data` (a multiple of five bytes) in Crockford's base 32, ungrouped."""
    return base64.b32encode(data).decode().translate(_TO_CROCKFORD)


def grouped(code: str) -> str:
    """In groups of four: "ABCD-EFGH-…"."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def plain(typed: str) -> str:
    """As it was printed: small letters, spaces and hyphens do not matter; O is 0, I and L are 1."""
    return _BETWEEN.sub("", typed[:100]).upper().translate(_MISREAD)


def is_code(word: str) -> bool:
    """Whether `word` is a receipt's code, ungrouped."""
    return len(word) == CODE_BYTES * 8 // 5 and set(word) <= set(_CROCKFORD)


def commitment(slot: bytes, sealed: bytes) -> bytes:
    """What the log says of one ballot event: 32 bytes that say neither who nor what.

    slot: 32 bytes; sealed: the envelope's content.
    """
    return sha256(EVENT + slot + sha256(sealed).digest()).digest()


def code_of(committed: bytes) -> str:
    """The receipt's code: the first 80 bits of the commitment, 16 characters, ungrouped."""
    return crockford(committed[:CODE_BYTES])
