"""Reading a Mapbox vector tile (specification 2.1) back, attributes and ids only."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """(field number, value) of a protobuf message: int, or bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
        else:
            length, at = (_varint(data, at)) if wire == 2 else ({1: 8, 5: 4}[wire], at)
            yield number, data[at : at + length]
            at += length


def _value(data: bytes) -> Any:
    number, raw = next(_fields(data))
    if number == 1:
        return raw.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", raw)[0]
    return (raw >> 1) ^ -(raw & 1) if number == 6 else raw


def _numbers(data: bytes) -> list[int]:
    found, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        found.append(value)
    return found


def _layer(data: bytes) -> tuple[str, list[dict[str, Any]]]:
    name, keys, values, raw = "", [], [], []
    for number, value in _fields(data):
        if number == 1:
            name = value.decode()
        elif number == 2:
            raw.append(dict(_fields(value)))
        elif number == 3:
            keys.append(value.decode())
        elif number == 4:
            values.append(_value(value))
    features = []
    for feature in raw:
        tags = _numbers(feature.get(2, b""))
        pairs = zip(tags[::2], tags[1::2], strict=True)
        features.append({"id": feature.get(1), **{keys[k]: values[v] for k, v in pairs}})
    return name, features


def read_tile(data: bytes) -> dict[str, list[dict[str, Any]]]:
    """Layer name -> features as dicts of their attributes and `id`."""
    return dict(_layer(value) for number, value in _fields(data) if number == 3)
