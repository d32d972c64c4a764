"""Django's messages (cookie first, session for what does not fit), set up when somebody looks."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils.functional import cached_property


class WhenAsked(FallbackStorage):
    """As Django's, whose keys for two stores are derived at every page, most without a message."""

    def __init__(self, request: Any) -> None:
        BaseStorage.__init__(self, request)
        self._used_storages: set[BaseStorage] = set()

    @cached_property
    def storages(self) -> list[BaseStorage]:  # type: ignore[override]
        """Where messages lie, first the cookie."""
        return [one(self.request) for one in self.storage_classes]
