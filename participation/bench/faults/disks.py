"""A small disk that is really full, where the system lets one be mounted: a tmpfs over a folder."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "4m"


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Within it the folder is an empty disk of 4 MB; what lay there is out of sight, not gone.

    None where nobody may mount one: it takes root, and in a container the right to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mount = shutil.which("mount")
    words = ["-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", str(folder)]
    done = mount and subprocess.run([mount, *words], capture_output=True, check=False)  # noqa: S603
    if not done or done.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        # At once out of everybody's sight; gone when the last file on it is closed.
        away = shutil.which("umount") or "umount"
        subprocess.run([away, "--lazy", str(folder)], capture_output=True, check=True)  # noqa: S603


def fill(folder: Path, *, leave: int = 8_192) -> Path:
    """Write until the disk refuses, then give back `leave` bytes; the file that takes the room."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4_096))
        except OSError:
            file.truncate(max(0, file.tell() - leave))
    return path
