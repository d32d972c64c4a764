"""A server that is away is not asked by everybody: after a failure, one in a while tries.

Everything that speaks to the same server shares its circuit, so that a visitor waits for its
time-out once and not for each of the cache, the limits and the queue.
"""

from __future__ import annotations

import logging
import threading
import time
from functools import cache
from urllib.parse import urlsplit

log = logging.getLogger(__name__)
REST_S = 1.0
CONNECT_S, ANSWER_S = 0.3, 0.5
"""Time-outs of what a visitor waits for: Redis beside the site answers within a millisecond."""


class Circuit:
    """Whether a server is worth asking. name: for the log."""

    def __init__(self, name: str, rest_s: float = REST_S) -> None:
        self.name, self.rest_s = name, rest_s
        self._turn = threading.Lock()
        self._away_until = 0.0

    @property
    def away(self) -> bool:
        """Whether the last that asked found it away."""
        return self._away_until > 0.0

    def closed(self) -> bool:
        """Whether to ask now; while it is away, True for one caller in each rest."""
        if not self._away_until:
            return True
        with self._turn:
            now = time.monotonic()
            if now < self._away_until:
                return False
            self._away_until = now + self.rest_s
            return True

    def failed(self, error: BaseException) -> None:
        """It did not answer."""
        with self._turn:
            began = not self._away_until
            self._away_until = time.monotonic() + self.rest_s
        if began:
            log.warning("%s is away (%s); the site goes on without", self.name, _kind(error))

    def worked(self) -> None:
        """It answered."""
        if self._away_until:
            with self._turn:
                self._away_until = 0.0
            log.warning("%s is back", self.name)


def _kind(error: BaseException) -> str:
    return type(error).__name__


@cache
def _circuit(server: str) -> Circuit:
    return Circuit("Redis")


def circuit_of(url: str) -> Circuit:
    """The one circuit of the server behind this address, whatever database of it is meant."""
    parts = urlsplit(url)
    return _circuit(f"{parts.hostname or parts.path}:{parts.port}")
