"""What lies in the database for a while, sealed so that nobody reads it there."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

__all__ = ["InvalidToken", "seal", "unseal"]


def seal(purpose: str, plain: bytes) -> bytes:
    """`plain` as nobody reads it without DJANGO_SECRET_KEY. purpose: what alone unseals it."""
    return _box(purpose).encrypt(plain)


def unseal(purpose: str, sealed: bytes, *, max_age_s: int | None = None) -> bytes:
    """What was sealed; raises InvalidToken if that was with another key, elsewhere, or too old."""
    return _box(purpose).decrypt(sealed, ttl=max_age_s)


def _box(purpose: str) -> Fernet:
    key = salted_hmac("portal.sealing", purpose, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
