"""What the table of sessions holds instead of a browser's key, and of who was signed in there."""

from __future__ import annotations

import re
from hashlib import sha256

from django.utils.crypto import salted_hmac

_FORM = re.compile(r"[0-9a-z]{32}")


def is_key(word: object) -> bool:
    """Whether a cookie's value can be a session's key at all."""
    return isinstance(word, str) and _FORM.fullmatch(word) is not None


def digest(key: str) -> str:
    """What stands in the table for a browser's key: whoever reads it cannot sign in by it."""
    return sha256(key.encode()).hexdigest()[:40]


def was(person_id: int) -> str:
    """What stands in the table for a person who has signed out: only a known id leads to it."""
    return salted_hmac("portal.sessions.was", str(person_id), algorithm="sha256").hexdigest()[:40]
