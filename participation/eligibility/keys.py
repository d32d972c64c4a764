"""Keyed hashes: what identifies a voter, a code or a network without being written down."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.utils.translation import gettext as _

from portal.errors import NotNow


def keyed(purpose: str, *parts: str | int | bytes) -> bytes:
    """HMAC-SHA256 (FIPS 198-1) of `parts` with the deployment's ballot key, 32 bytes.

    purpose keeps hashes for one thing apart from those for another; every part is preceded by its
    length, so that no two lists of parts are the same message. Raises NotNow without a key.
    """
    if not settings.BALLOT_KEY:
        raise NotNow(_("Voting is not set up on this site: its ballot key is missing."))
    message = bytearray(f"civic-twin {purpose} v1\n".encode())
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        message += len(data).to_bytes(4, "big") + data
    return hmac.digest(settings.BALLOT_KEY.encode(), bytes(message), "sha256")
