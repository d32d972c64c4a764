"""The operator for a city and a plan: from memory, from disk, or made now, by one process."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_noop

from twin.analyses.contract import Analysis, Progress
from twin.citystate import CityState
from twin.runs.code import code_version
from twin.runs.operators.dependence import depends_on
from twin.runs.operators.shelf import MISSING, shelf

KEPT = 12
"""Operators a process keeps; those on disk are memory maps that processes share."""
LOOK_AGAIN_S = 0.2
WAITING = gettext_noop("Another computer prepares this already")
Make = Callable[[Progress], Any]
_kept: OrderedDict[str, Any] = OrderedDict()
_guard = threading.Lock()


def operator_for(
    analysis: Analysis,
    base: CityState,
    state: CityState,
    parameters: Any,
    progress: Progress,
    *,
    prepare: Make | None = None,
) -> Any:
    """The operator of `analysis` for a plan's city.

    It is that of `base`, unless the analysis can follow what the plan changed of what it reads.
    progress: told from 0 to 1. prepare: how to make that of `base`, if not by the analysis alone.
    """
    old, new = depends_on(analysis, base), depends_on(analysis, state)
    make = prepare or (lambda told: analysis.prepare(base, parameters, told))
    if old == new or not analysis.follows:
        return _find(analysis, parameters, old, make, progress)

    def follow(told: Progress) -> Any:
        first = _find(analysis, parameters, old, make, lambda share, text: told(0.5 * share, text))
        return analysis.update(
            first, base, state, parameters, lambda share, text: told(0.5 + 0.5 * share, text)
        )

    return _find(analysis, parameters, new, follow, progress, of=old)


def _find(
    analysis: Analysis,
    parameters: Any,
    depends: str,
    make: Make,
    progress: Progress,
    *,
    of: str = "",
) -> Any:
    """of: what the operator was that this one follows: two ways may differ in a last digit."""
    key = _key(analysis, parameters, depends, of)
    with _guard:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    return _keep(key, _from_disk(key, type(analysis).__module__, make, progress))


def _key(analysis: Analysis, parameters: Any, depends: str, of: str = "") -> str:
    facts = [analysis.name, analysis.version, code_version(), asdict(parameters), depends, of]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def at_hand(analysis: Analysis, base: CityState, parameters: Any) -> bool:
    """Whether the operator of `base` is in memory or on this machine's disk."""
    key = _key(analysis, parameters, depends_on(analysis, base))
    with _guard:
        return key in _kept or shelf().path(key).exists()


def _from_disk(key: str, module: str, make: Make, progress: Progress) -> Any:
    root = module.partition(".")[0]
    files = shelf()
    found = files.get(key, root=root)
    if found is not MISSING:
        return found

    def wait() -> None:
        progress(0.0, WAITING)
        time.sleep(LOOK_AGAIN_S)

    with files.turn(key, wait):
        # Another process may have put it there since we looked.
        found = files.get(key, root=root)
        if found is not MISSING:
            return found
        made = make(progress)
        # From the file, so that all workers of this machine share one copy in memory.
        found = files.get(key, root=root) if files.put(key, made) else MISSING
        return made if found is MISSING else found


def _keep(key: str, operator: Any) -> Any:
    with _guard:
        _kept[key] = operator
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return operator


def forget() -> None:
    """Let go of every operator in memory; those on disk stay."""
    with _guard:
        _kept.clear()
