"""What both kinds of TNTP file share: metadata in <angle brackets>, comments, line numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.errors import BadInput

METADATA = re.compile(r"^<\s*([^>]*?)\s*>\s*(.*)$")
END = "END OF METADATA"


@dataclass(frozen=True)
class Sheet:
    """A file taken apart. name: for messages. metadata: KEY -> (line number, text). body:
    (line number, text) of what is left, without comments and blank lines. comments: the lines
    before the body that are nothing but comments."""

    name: str
    metadata: Mapping[str, tuple[int, str]]
    body: tuple[tuple[int, str], ...]
    comments: tuple[str, ...] = ()

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number from the metadata; raises BadInput where it is missing or none."""
        value = self.number(key, None if default is None else float(default))
        if value != int(value):
            raise self.wrong(self.metadata[key][0], f"<{key}> is not a whole number")
        return int(value)

    def number(self, key: str, default: float | None = None) -> float:
        """A number from the metadata, the first word after the key."""
        if key not in self.metadata:
            if default is None:
                raise BadInput(f"{self.name}: <{key}> is missing")
            return default
        line, text = self.metadata[key]
        words = text.split()
        if not words and default is not None:
            return default
        return self.value(words[0] if words else "", line, f"<{key}>")

    def value(self, word: str, line: int, what: str) -> float:
        """The finite number that a word says."""
        try:
            found = float(word)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            raise self.wrong(line, f"{what} is not a number: {word!r}")
        return found

    def wrong(self, line: int, what: str) -> BadInput:
        """The error to raise about a line."""
        return BadInput(f"{self.name}, line {line}: {what}")


def take_apart(text: str, name: str) -> Sheet:
    """The metadata and the body of a TNTP text.

    Any case and order of keys, any line ends; what follows a "~" is a comment. A missing
    <END OF METADATA> is forgiven: metadata may stand anywhere before the first line of the body.
    """
    metadata: dict[str, tuple[int, str]] = {}
    body: list[tuple[int, str]] = []
    comments: list[str] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        line = raw.split("~", 1)[0].strip()
        if not line:
            if not body and raw.strip():
                comments.append(raw.strip())
            continue
        key = METADATA.match(line)
        if key is None:
            body.append((number, line))
        elif key.group(1).upper() != END:
            metadata.setdefault(" ".join(key.group(1).upper().split()), (number, key.group(2)))
    return Sheet(name, metadata, tuple(body), tuple(comments))
