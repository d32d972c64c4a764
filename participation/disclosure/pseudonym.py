"""A code instead of a name, the same within one consultation, unlinkable across two."""

from __future__ import annotations

import hashlib
import hmac

# No vowels (no accidental words), nothing that looks like another sign.
ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
LENGTH = 6


def pseudonym(key: str, consultation_id: int, person: str) -> str:
    """A code like "K7M-Q4T" for `person` (user id, or the comment's own id once anonymous).

    key: a secret of the deployment; without it nobody can tell whose code it is, nor that two
    codes in two consultations are one person's. HMAC-SHA256; 27^6 codes.
    """
    if not key:
        raise ValueError("the pseudonym key is empty")
    message = f"{consultation_id}:{person}".encode()
    number = int.from_bytes(hmac.new(key.encode(), message, hashlib.sha256).digest()[:12], "big")
    letters = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
