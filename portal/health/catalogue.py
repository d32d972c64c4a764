"""What is asked: one table of checks, to which every floor adds its own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import import_string

from portal.registry import Registry

WELL = "ok"
NOT_KNOWN = "cannot be asked"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What a check found. words: "ok", or a sentence that names no person, place or machine.

    figures: numbers for whoever watches; limits: from which figure on it is not well.
    """

    words: str = WELL
    figures: Mapping[str, Any] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether all is as it should be."""
        return self.words == WELL


Ask = Callable[[], str | Found] | str


@dataclass(frozen=True)
class Check:
    """One question. serving: without it this process can give no page at all."""

    ask: Ask
    serving: bool


CHECKS: Registry[Check] = Registry("check")


def add_check(name: str, ask: Ask, *, serving: bool = False) -> None:
    """Have `ask`, or what stands at that dotted path, asked under this name.

    It gives "ok", a sentence, or a Found, in few queries.
    """
    CHECKS.add(name, Check(ask, serving))


def ask_all(*, serving: bool = False) -> dict[str, Found]:
    """What every check finds now; serving: only those without which there is no page."""
    return {
        name: _asked(name, check) for name, check in CHECKS.items() if check.serving or not serving
    }


def _asked(name: str, check: Check) -> Found:
    began = time.monotonic()
    try:
        ask = import_string(check.ask) if isinstance(check.ask, str) else check.ask
        found: str | Found = ask()
    except Exception as error:  # noqa: BLE001 - a probe tells any failure, and never its details
        log.warning("the check of %s failed (%s)", name, type(error).__name__)
        return Found(NOT_KNOWN)
    finally:
        if (took := time.monotonic() - began) > 1.0:
            log.warning("the check of %s took %.1f s", name, took)
    return Found(found) if isinstance(found, str) else found
