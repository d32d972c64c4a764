"""Sealing: one key pair a vote; envelopes and undo notes that only its private key can open.

HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The
private key lies in the database wrapped (AES-256-GCM) with a key made from CIVIC_BALLOT_KEY, and
goes when the box is opened.
"""

from __future__ import annotations

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from portal.errors import NotNow

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
WRAPPING = b"civic-twin box key v1"
BALLOT = b"civic-twin ballot v1\n"
UNDO = b"civic-twin undo v1\n"
# Plain texts are filled up to a multiple of this, so that a settings' digit more changes nothing.
STEP = 64
_LENGTH_BYTES = 4
_NONCE_BYTES = 12


class Unreadable(Exception):
    """An envelope or a note that this box's key cannot open, or that holds no ballot."""


@lru_cache(maxsize=4)
def _wrapper(ballot_key: str) -> AESGCM:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=WRAPPING)
    return AESGCM(derive.derive(ballot_key.encode()))


def _own_wrapper() -> AESGCM:
    if not settings.BALLOT_KEY:
        raise NotNow(_("Voting is not set up on this site: its ballot key is missing."))
    return _wrapper(settings.BALLOT_KEY)


def new_keys(consultation_id: int) -> tuple[bytes, bytes]:
    """A fresh pair for one vote: (public key, 32 bytes; private key, wrapped)."""
    pair = X25519PrivateKey.generate()
    nonce = secrets.token_bytes(_NONCE_BYTES)
    wrapped = _own_wrapper().encrypt(nonce, pair.private_bytes_raw(), b"%d" % consultation_id)
    return pair.public_key().public_bytes_raw(), nonce + wrapped


def unwrap(consultation_id: int, wrapped: bytes) -> X25519PrivateKey:
    """The private key of a box. Raises NotNow when CIVIC_BALLOT_KEY is another than before."""
    try:
        raw = _own_wrapper().decrypt(
            bytes(wrapped[:_NONCE_BYTES]), bytes(wrapped[_NONCE_BYTES:]), b"%d" % consultation_id
        )
    except InvalidTag:
        raise NotNow(
            _("This box cannot be opened: the site's ballot key is not the one of before.")
        ) from None
    return X25519PrivateKey.from_private_bytes(raw)


def padded_length(longest: int) -> int:
    """How many bytes each ballot of a vote is filled up to, when the longest text has `longest`."""
    return -(-(longest + _LENGTH_BYTES) // STEP) * STEP


def seal_ballot(
    public: bytes, consultation_id: int, slot: bytes, content: str, length: int
) -> bytes:
    """`content` in an envelope for this slot of this vote; always `length` + 48 bytes.

    length: of padded_length. Raises ValueError when the content does not fit.
    """
    text = content.encode()
    filled = (len(text).to_bytes(_LENGTH_BYTES) + text).ljust(length, b"\0")
    if len(filled) != length:
        raise ValueError("a ballot longer than the longest")
    return SUITE.encrypt(filled, _public(bytes(public)), _ballot_info(consultation_id, slot))


def open_ballot(private: X25519PrivateKey, consultation_id: int, slot: bytes, sealed: bytes) -> str:
    """What an envelope says. Raises Unreadable, also when it lay in another slot or vote."""
    try:
        filled = SUITE.decrypt(sealed, private, _ballot_info(consultation_id, slot))
        size = int.from_bytes(filled[:_LENGTH_BYTES])
        return filled[_LENGTH_BYTES : _LENGTH_BYTES + size].decode()
    except (InvalidTag, ValueError):
        raise Unreadable from None


def seal_undo(public: bytes, consultation_id: int, voter: bytes, slot: bytes) -> bytes:
    """A note, for this voter's entry of the roll, of where their ballot lies."""
    return SUITE.encrypt(slot, _public(bytes(public)), _undo_info(consultation_id, voter))


def open_undo(
    private: X25519PrivateKey, consultation_id: int, voter: bytes, sealed: bytes
) -> bytes:
    """The slot that a note names. Raises Unreadable."""
    try:
        return SUITE.decrypt(sealed, private, _undo_info(consultation_id, voter))
    except (InvalidTag, ValueError):
        raise Unreadable from None


@lru_cache(maxsize=64)
def _public(raw: bytes) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(raw)


def _ballot_info(consultation_id: int, slot: bytes) -> bytes:
    return BALLOT + b"%d\n" % consultation_id + slot


def _undo_info(consultation_id: int, voter: bytes) -> bytes:
    return UNDO + b"%d\n" % consultation_id + voter
