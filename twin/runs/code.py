"""Which code computed something."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import twin


@cache
def code_version() -> str:
    """First 16 hex digits of the sha256 of the code that computes: analyses, overlay, city state.

    The same wherever the same code runs, whether or not it came from a repository.
    """
    root = Path(twin.__file__).parent
    files = [*root.glob("analyses/**/*.py"), *root.glob("overlay/*.py"), root / "citystate.py"]
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]
