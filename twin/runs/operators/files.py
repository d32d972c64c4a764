"""An operator as one file: raw arrays behind a JSON description, read as a memory map.

Layout: MAGIC, length of the description (8 bytes, little endian), the description (JSON, UTF-8),
zeros up to a multiple of 64, then the arrays, each at a multiple of 64. No pickle: what is read
can only become arrays, shapes, plain values and the frozen classes that the description names.
"""

from __future__ import annotations

import importlib
import json
import mmap
import struct
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import GEOSException

MAGIC = b"CIVICOP1"
ALIGNED = 64
_HEAD = struct.Struct("<8sQ")
PLAIN = (str, bool, int, float, type(None))


class NotStorable(Exception):
    """This operator holds something that is neither an array, nor shapes, nor a plain value."""


class Damaged(Exception):
    """A file is cut short, altered, or from another time."""


def write_operator(operator: Any, file: BinaryIO) -> int:
    """Write an operator; the number of bytes. Raises NotStorable before anything is written."""
    arrays: list[NDArray[Any]] = []
    shape = _describe(operator, arrays)
    places, at = [], 0
    for array in arrays:
        where = {"at": at, "dtype": array.dtype.str, "shape": array.shape}
        places.append({**where, "check": zlib.crc32(_bytes(array))})
        at = _up(at + array.nbytes)
    text = json.dumps({"value": shape, "arrays": places, "bytes": at}).encode()
    begin = _up(_HEAD.size + len(text))
    file.write(_HEAD.pack(MAGIC, len(text)) + text)
    file.write(bytes(begin - _HEAD.size - len(text)))
    for array in arrays:
        file.write(_bytes(array))
        file.write(bytes(_up(array.nbytes) - array.nbytes))
    return begin + at


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _up(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


def _describe(value: Any, arrays: list[NDArray[Any]]) -> Any:
    """JSON for one value; its arrays are put at the end of `arrays`."""
    if isinstance(value, np.generic):
        arrays.append(np.asarray(value))
        return {"scalar": len(arrays) - 1}
    if isinstance(value, np.ndarray) and value.dtype == object and value.ndim == 1:
        return _describe_shapes(value, arrays)
    if isinstance(value, np.ndarray):
        if value.dtype.hasobject or value.dtype.kind == "V":
            raise NotStorable(f"an array of {value.dtype}")
        arrays.append(np.ascontiguousarray(value).reshape(value.shape))
        return {"array": len(arrays) - 1}
    if isinstance(value, PLAIN):
        return {"plain": value}
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value) if one.init]
        parts = {name: _describe(getattr(value, name), arrays) for name in names}
        return {"class": _name(type(value)), "fields": parts}
    return _describe_many(value, arrays)


def _describe_shapes(value: NDArray[Any], arrays: list[NDArray[Any]]) -> Any:
    """Shapely objects as WKB, one after the other."""
    if not shapely.is_geometry(value).all():
        raise NotStorable("an array of objects")
    texts = shapely.to_wkb(value, byte_order=1).tolist()
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    arrays += [ends, np.frombuffer(b"".join(texts), dtype=np.uint8)]
    return {"shapes": len(arrays) - 2}


def _describe_many(value: Any, arrays: list[NDArray[Any]]) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = {name: _describe(getattr(value, name), arrays) for name in value._fields}
        return {"class": _name(type(value)), "fields": parts}
    if isinstance(value, (tuple, list)):
        word = "tuple" if isinstance(value, tuple) else "list"
        return {word: [_describe(item, arrays) for item in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: _describe(item, arrays) for key, item in value.items()}}
    raise NotStorable(type(value).__name__)


def _name(kind: type) -> str:
    if "<" in kind.__qualname__:
        raise NotStorable(f"{kind.__qualname__} is not at the top of a module")
    return f"{kind.__module__}:{kind.__qualname__}"


def read_operator(path: Path, *, root: str = "twin") -> Any:
    """The operator of a file; its arrays are a private memory map, shared until written to.

    root: the package that its classes must come from. Raises Damaged, or FileNotFoundError.
    """
    with path.open("rb") as file:
        try:
            memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
            magic, length = _HEAD.unpack_from(memory, 0)
            if magic != MAGIC:
                raise Damaged("another format")
            told = json.loads(memory[_HEAD.size : _HEAD.size + length])
            begin = _up(_HEAD.size + length)
            if len(memory) != begin + told["bytes"]:
                raise Damaged("cut short")
            arrays = [_array(memory, begin, place) for place in told["arrays"]]
            return _made(told["value"], arrays, root)
        except (ValueError, TypeError, KeyError, IndexError, struct.error, GEOSException) as error:
            raise Damaged(type(error).__name__) from error


def _array(memory: mmap.mmap, begin: int, place: dict[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(place["dtype"]), tuple(place["shape"])
    if dtype.hasobject:
        raise Damaged("an array of objects")
    count = int(np.prod(shape, dtype=np.int64))
    array: NDArray[Any] = np.zeros(shape, dtype)
    if count:
        flat = np.frombuffer(memory, dtype, count, begin + place["at"])
        array = flat.reshape(shape)
    if zlib.crc32(_bytes(array)) != place["check"]:
        raise Damaged("other bytes than were written")
    return array


def _made(told: dict[str, Any], arrays: list[NDArray[Any]], root: str) -> Any:
    """The value that `_describe` told."""
    ((word, what), *_rest) = told.items()
    if word == "class":
        parts = {name: _made(part, arrays, root) for name, part in told["fields"].items()}
        return _class(what, root)(**parts)
    if word == "dict":
        return {key: _made(item, arrays, root) for key, item in what.items()}
    if word in ("tuple", "list"):
        items = [_made(item, arrays, root) for item in what]
        return tuple(items) if word == "tuple" else items
    if word == "plain":
        return what
    if word == "shapes":
        ends, texts = arrays[what].tolist(), arrays[what + 1].tobytes()
        each = [texts[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True)] if ends else []
        return np.array(shapely.from_wkb(each), dtype=object)
    return arrays[what][()] if word == "scalar" else arrays[what]


def _class(name: str, root: str) -> Callable[..., Any]:
    """A frozen class of ours by its name; anything else is Damaged."""
    module, _, path = name.partition(":")
    if module.partition(".")[0] not in (root, "twin"):
        raise Damaged(f"{name} is not ours")
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise Damaged(f"there is no {name} any more") from error
    if not isinstance(found, type) or not (is_dataclass(found) or hasattr(found, "_fields")):
        raise Damaged(f"{name} is no plain class")
    return found
