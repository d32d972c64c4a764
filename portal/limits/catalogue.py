"""What a limit is, and the one table of all limits of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.registry import Registry

CATALOGUE: Registry[Limit] = Registry("limit")


@dataclass(frozen=True)
class Limit:
    """`most` times within `span_s` seconds of the first; then nothing until they are over.

    sentence: what the person reads when it is refused, lazily translated. It may hold %(time)s,
    from when on it goes again, and %(contact)s; where it says no time, one is added to it. A per
    cent sign of its own is written twice. Every limit stands in CATALOGUE under its name, once.
    """

    name: str
    most: int
    span_s: int
    sentence: Any = None

    def __post_init__(self) -> None:
        """Enter it in the catalogue; a copy with other numbers, as tests make, changes nothing."""
        if self.name not in CATALOGUE:
            CATALOGUE.add(self.name, self)
