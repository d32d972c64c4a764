"""Which network a request comes from, as a keyed word; its address is kept nowhere."""

from __future__ import annotations

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# About the addresses that one household, office or library has.
IPV4_BITS, IPV6_BITS = 24, 48


def network_of(request: HttpRequest) -> str:
    """16 hex digits for the /24 (IPv6: /48) that `request` comes from; "" when it says nothing.

    Addresses of local and private networks say nothing: behind a proxy whose number is not set
    (setting TRUSTED_PROXIES), everybody would seem to share one.
    """
    try:
        found = ip_address(address_of(request))
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    if not found.is_global:
        return ""
    bits = IPV4_BITS if found.version == 4 else IPV6_BITS
    network = str(ip_network((found, bits), strict=False)).encode()
    key = (settings.BALLOT_KEY or settings.SECRET_KEY).encode()
    # As participation.eligibility.keys.keyed("network", …) hashes it.
    message = b"civic-twin network v1\n" + len(network).to_bytes(4, "big") + network
    return hmac.digest(key, message, "sha256").hex()[:16]


def device_of(request: HttpRequest) -> str:
    """What tells browsers of one network apart: the secret of its forms, "" before it has one.

    Whoever wants to may change it, so it may only ever tell apart, never let more through.
    """
    return str(request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""))[:64]


def address_of(request: HttpRequest) -> str:
    """The peer's address, or what the outermost trusted proxy saw."""
    hops = int(getattr(settings, "TRUSTED_PROXIES", 0))
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if hops and len(seen) >= hops and seen[-hops]:
        return seen[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))
