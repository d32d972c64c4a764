"""What the identity service says of itself: its addresses and its keys, kept for a while."""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.socialaccount.adapter import get_adapter

from portal.city_accounts import refusals
from portal.city_accounts.refusals import Refused

KEPT_S = 600
# A token with an unknown key asks for the keys anew; strangers must not make us ask all the time.
ASK_AGAIN_S = 30
MOST_BYTES = 500_000
_kept: dict[str, tuple[float, dict[str, Any]]] = {}
_lock = threading.Lock()


def read(address: str, *, newer_than_s: float = KEPT_S) -> dict[str, Any]:
    """The JSON object at `address`, at most `newer_than_s` seconds old. Raises Refused."""
    now = time.monotonic()
    with _lock:
        kept = _kept.get(address)
    if kept and now - kept[0] < newer_than_s:
        return kept[1]
    found = _fetch(address)
    with _lock:
        _kept[address] = (now, found)
    return found


def forget() -> None:
    """Ask anew next time."""
    with _lock:
        _kept.clear()


def _fetch(address: str) -> dict[str, Any]:
    try:
        with (
            get_adapter().get_requests_session() as web,
            web.get(address, stream=True) as answer,
        ):
            answer.raise_for_status()
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
            if len(body) > MOST_BYTES:
                raise Refused(refusals.UNREADABLE)
            answer._content = body
            found = answer.json()
    except requests.JSONDecodeError:
        raise Refused(refusals.UNREADABLE) from None
    except (requests.RequestException, OSError):
        raise Refused(refusals.AWAY) from None
    if not isinstance(found, dict):
        raise Refused(refusals.UNREADABLE)
    return found


def origin(address: str) -> str:
    """Scheme, host and port of an address, as a content security policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def issuer_of(address: str) -> str:
    """The issuer whose description stands at this address."""
    return address.partition("/.well-known/")[0].rstrip("/")
