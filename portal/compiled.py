"""Where compiled loops are kept, so that one process compiles for all (stdlib only).

Numba notices a changed file, but not a changed file whose functions were compiled into another's.
So the folder is named after all the code that is compiled.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
COMPILED = ("*/analyses", "*/tallies")
"""Rooms that hold compiled loops."""


def compiled_folder(base: Path, checkout: Path = CHECKOUT) -> Path:
    """The folder below `base` for the code of today; those of other days are removed.

    Where it cannot be made, numba compiles into its own folder or anew in each process.
    """
    total = hashlib.sha256()
    files = [file for room in COMPILED for file in checkout.glob(f"{room}/**/*.py")]
    for file in sorted(files):
        total.update(file.relative_to(checkout).as_posix().encode() + b"\0" + file.read_bytes())
    folder = base / total.hexdigest()[:16]
    if not folder.exists():
        with contextlib.suppress(OSError):
            for old in base.glob("*"):
                shutil.rmtree(old, ignore_errors=True)
            folder.mkdir(parents=True)
    return folder
