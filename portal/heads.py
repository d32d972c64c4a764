"""Heads of the audit log: one signed line a day, kept where the database cannot reach.

`civic-audit 1 TIME POSITION HASH PUBLIC-KEY SIGNATURE`: Ed25519 over all before the signature.
"""

from __future__ import annotations

import logging
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from portal.artefacts import keep, store
from portal.models import AuditLink

FOLDER = "audit"
_MARK = "civic-audit 1"
# Its time, place, hash, key and signature; a line of the log goes on behind them.
_HEAD = re.compile(rf"{_MARK} \S+ \d+ [0-9a-f]{{64}} \S+ \S+")
log = logging.getLogger(__name__)


class NotAHead(ValueError):
    """A line that is no head, or whose signature does not fit."""


@dataclass(frozen=True)
class Head:
    """The last place of the log and its hash at a moment. ours: signed with the key of today."""

    at: datetime
    position: int
    hash: bytes
    ours: bool = True

    def line(self) -> str:
        """The head as it is kept, signed."""
        key = _key()
        public = _text(key.public_key().public_bytes_raw())
        at = self.at.isoformat(timespec="seconds")
        said = f"{_MARK} {at} {self.position} {self.hash.hex()} {public}"
        return f"{said} {_text(key.sign(said.encode()))}"


def read_head(line: str) -> Head:
    """The head that a line holds; raises NotAHead when it is none or was changed."""
    said, _space, signature = line.strip().rpartition(" ")
    try:
        mark, number, at, position, digest, public = said.split(" ")
        key = urlsafe_b64decode(public)
        Ed25519PublicKey.from_public_bytes(key).verify(urlsafe_b64decode(signature), said.encode())
        head = Head(
            datetime.fromisoformat(at),
            int(position),
            bytes.fromhex(digest),
            key == _key().public_key().public_bytes_raw(),
        )
    except (ValueError, InvalidSignature):
        raise NotAHead(f"not a signed head: {line.strip()[:120]}") from None
    if f"{mark} {number}" != _MARK:
        raise NotAHead(f"not a signed head: {line.strip()[:120]}")
    return head


def heads_in(text: str) -> list[Head]:
    """The heads in a text that was kept elsewhere: copied files, or lines of the workers' log.

    Raises NotAHead for one that was changed, and where there is none at all.
    """
    found = [read_head(one) for one in _HEAD.findall(text)]
    if not found or text.count(_MARK) != len(found):
        raise NotAHead("not a signed head, or one that was cut short")
    return found


def head_now() -> Head | None:
    """The log's last place at this moment; None while it is empty."""
    last = AuditLink.objects.exclude(position=None).order_by("-position").first()
    return Head(timezone.now(), last.position or 0, bytes(last.hash or b"")) if last else None


def export_head() -> str:
    """Keep today's head, once a day: in the artefact store and in the log. The line, or ""."""
    name = f"{FOLDER}/{timezone.now():%Y-%m-%d}.txt"
    head = None if store().exists(name) else head_now()
    if head is None:
        return ""
    line = head.line()
    keep(name, (line + "\n").encode())
    log.info("the audit log's head: %s", line)
    return line


def exported_lines() -> list[str]:
    """All lines that were kept in the artefact store, the oldest first."""
    try:
        names = sorted(name for name in store().listdir(FOLDER)[1] if name.endswith(".txt"))
    except FileNotFoundError:
        return []
    lines = []
    for name in names:
        with store().open(f"{FOLDER}/{name}") as file:
            lines += file.read().decode(errors="replace").splitlines()
    return [line for line in lines if line.strip()]


def _key() -> Ed25519PrivateKey:
    bound = HKDF(SHA256(), 32, salt=None, info=b"civic-twin audit heads")
    return Ed25519PrivateKey.from_private_bytes(bound.derive(settings.SECRET_KEY.encode()))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
