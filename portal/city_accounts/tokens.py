"""Reading the ID token: who signed in, according to whom, for which site and which sign-in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hmac import compare_digest
from typing import Any

import jwt

from portal.city_accounts import refusals
from portal.city_accounts.refusals import Refused

# Signatures that only the service can make; never "none", and none made with our own secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
CLOCKS_APART_S = 60
_REASONS: tuple[tuple[type[Exception], refusals.Reason], ...] = (
    (jwt.InvalidIssuerError, refusals.ISSUER),
    (jwt.InvalidAudienceError, refusals.AUDIENCE),
    (jwt.ExpiredSignatureError, refusals.EXPIRED),
    (jwt.ImmatureSignatureError, refusals.EXPIRED),
    (jwt.InvalidIssuedAtError, refusals.EXPIRED),
    (jwt.InvalidSignatureError, refusals.SIGNATURE),
    (jwt.InvalidAlgorithmError, refusals.SIGNATURE),
    (jwt.InvalidKeyError, refusals.SIGNATURE),
)


def key_id(token: str) -> str:
    """Which key the token says it is signed with; "" when it names none. Raises Refused."""
    try:
        return str(jwt.get_unverified_header(token).get("kid") or "")
    except jwt.PyJWTError:
        raise Refused(refusals.UNREADABLE) from None


def find_key(keys: Mapping[str, Any], kid: str) -> jwt.PyJWK | None:
    """The service's signing key with this id; without an id, its only one (RFC 7517)."""
    try:
        known = jwt.PyJWKSet.from_dict(dict(keys)).keys
    except (jwt.PyJWTError, TypeError, AttributeError):
        return None
    signing = [key for key in known if key.public_key_use in (None, "sig")]
    if not kid:
        return signing[0] if len(signing) == 1 else None
    return next((key for key in signing if key.key_id == kid), None)


def read_id_token(
    token: str,
    *,
    key: jwt.PyJWK,
    issuer: str,
    client_id: str,
    nonce: str,
    levels: Collection[str] = (),
) -> dict[str, Any]:
    """The claims of an ID token; raises Refused.

    levels: when given, `acr` must be one of them. Source: OpenID Connect Core 1.0, 3.1.3.7.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=client_id,
            leeway=CLOCKS_APART_S,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as error:
        found = (reason for kind, reason in _REASONS if isinstance(error, kind))
        raise Refused(next(found, refusals.UNREADABLE)) from None
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", client_id) != client_id or (len(audiences) > 1 and "azp" not in claims):
        raise Refused(refusals.AUDIENCE)
    if not nonce or not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refused(refusals.NONCE)
    if levels and claims.get("acr") not in levels:
        raise Refused(refusals.TOO_WEAK)
    return claims
