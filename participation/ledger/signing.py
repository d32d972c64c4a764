"""The site's signature under roots, promises and counts: Ed25519, one key a deployment."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils.translation import gettext as _

from portal.errors import NotNow

INFO = b"civic-twin log signing v1"


@lru_cache(maxsize=4)
def _key(ballot_key: str) -> Ed25519PrivateKey:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=INFO)
    return Ed25519PrivateKey.from_private_bytes(derive.derive(ballot_key.encode()))


def _own_key() -> Ed25519PrivateKey:
    if not settings.BALLOT_KEY:
        raise NotNow(_("Voting is not set up on this site: its ballot key is missing."))
    return _key(settings.BALLOT_KEY)


def sign(message: bytes) -> bytes:
    """64 bytes; the same for the same message. Raises NotNow when the site has no ballot key."""
    return _own_key().sign(message)


def public_key() -> bytes:
    """The 32 bytes that anyone checks signatures with."""
    return _own_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def origin(slug: str) -> str:
    """The name of a vote's log, the same for ever: city and question."""
    return f"civic-twin/{settings.CITY['slug']}/{slug}"


def moment(at: datetime) -> str:
    """UTC to the second: "2026-11-23T18:00:00Z"."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def root_text(slug: str, size: int, root: bytes, final: bool, signed_at: datetime) -> bytes:
    """What is signed of a root: a C2SP tlog-checkpoint, origin, size, root in base 64, time.

    The last line of an unfinished log is its time; a final one says "final" after it.
    """
    lines = [origin(slug), str(size), base64.b64encode(root).decode(), moment(signed_at)]
    return "".join(f"{line}\n" for line in [*lines, *(["final"] if final else [])]).encode()


def promise_text(slug: str, committed: bytes) -> bytes:
    """What is signed of an event that has no place yet: that its log will hold it."""
    return f"civic-twin promise v1\n{origin(slug)}\n{committed.hex()}\n".encode()


def note(text: bytes, signature: bytes, name: str) -> str:
    """`text` with its signature as a C2SP signed note, which common tools can check."""
    public = public_key()
    key_id = sha256(f"{name}\n\x01".encode() + public).digest()[:4]
    return f"{text.decode()}\n— {name} {base64.b64encode(key_id + signature).decode()}\n"


def note_key(name: str) -> str:
    """The public key as those tools want it: name+id+key."""
    public = public_key()
    key_id = sha256(f"{name}\n\x01".encode() + public).digest()[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(chr(1).encode() + public).decode()}"
