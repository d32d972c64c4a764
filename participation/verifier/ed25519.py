"""Checking Ed25519 signatures (RFC 8032, section 5.1), in whole numbers.

Only checking: no secret is ever here, so it need not run in constant time. Points are extended
twisted Edwards coordinates (X, Y, Z, T); multiples are added up from tables of 16 a half-byte.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha512

FIELD = 2**255 - 19
GROUP = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)

Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def signature_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the key (32 bytes) signed this message (signature: 64 bytes)."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    first, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    if scalar >= GROUP:
        return False
    try:
        of_base, of_key = _of_base(), _of_key(public_key)
    except ValueError:
        return False
    digest = sha512(first + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % GROUP
    found = add_points(_times(of_base, scalar), _times(of_key, challenge))
    return _encoded(found) == first


def add_points(one: Point, other: Point) -> Point:
    """The sum of two points (RFC 8032, 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % FIELD
    b = (one[1] + one[0]) * (other[1] + other[0]) % FIELD
    c = 2 * one[3] * other[3] * CURVE_D % FIELD
    d = 2 * one[2] * other[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


Rows = tuple[tuple[Point, ...], ...]
"""0 to 15 times 16**row times a point, in each row."""


@lru_cache(maxsize=1)
def _of_base() -> Rows:
    return _multiples(_point(4 * pow(5, FIELD - 2, FIELD) % FIELD, 0))


@lru_cache(maxsize=8)
def _of_key(public_key: bytes) -> Rows:
    """Of the key's point, negative; raises ValueError where there is none."""
    number = int.from_bytes(public_key, "little")
    x, y, _, _ = _point(number & (1 << 255) - 1, number >> 255)
    x = (FIELD - x) % FIELD
    return _multiples((x, y, 1, x * y % FIELD))


def _point(y: int, odd: int) -> Point:
    """The point of a y and the parity of its x; raises ValueError where there is none."""
    if y >= FIELD:
        raise ValueError("no point")
    above, below = (y * y - 1) % FIELD, (CURVE_D * y * y + 1) % FIELD
    square = above * pow(below, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and odd):
        raise ValueError("no point")
    if x & 1 != odd:
        x = FIELD - x
    return (x, y, 1, x * y % FIELD)


def _multiples(point: Point) -> Rows:
    rows = []
    for _ in range(64):
        row = [NEUTRAL]
        for _ in range(15):
            row.append(add_points(row[-1], point))
        rows.append(tuple(row))
        point = add_points(row[-1], point)
    return tuple(rows)


def _times(rows: Rows, scalar: int) -> Point:
    found = NEUTRAL
    for row in rows:
        if scalar & 15:
            found = add_points(found, row[scalar & 15])
        scalar >>= 4
    return found


def _encoded(point: Point) -> bytes:
    inverse = pow(point[2], FIELD - 2, FIELD)
    x, y = point[0] * inverse % FIELD, point[1] * inverse % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")
