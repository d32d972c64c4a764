"""The checkout's own Python: a venv with exactly what the lock files name, by their hashes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.launch.outside import attempt, line, run
from portal.launch.place import Place, digest, fresh
from portal.launch.words import explain, step

LOCKS = Path("portal/launch/locks")
UV_LOCK = LOCKS / "uv.lock"
RUN_LOCK = Path("requirements.lock")
TEST_LOCK = Path("requirements-test.lock")
# Django's GIS reads these two; Debian's own GDAL 3.6 can't be told to leave files and hosts alone.
WHEEL_LIBRARIES = {
    "GDAL_LIBRARY_PATH": "pyogrio.libs/libgdal-*.so*",
    "GEOS_LIBRARY_PATH": "shapely.libs/libgeos_c-*.so*",
}


def ensure_python(place: Place, *, for_tests: bool = False) -> None:
    """Create the venv and install the locked packages, unless that was done before."""
    locks = [RUN_LOCK, *([TEST_LOCK] if for_tests else [])]
    wanted = {str(lock): digest(place.checkout / lock) for lock in locks}
    stamp = place.venv / "civic-stamp.json"
    ensure_uv(place)
    done = json.loads(stamp.read_text()) if stamp.exists() else {}
    if all(done.get(lock) == key for lock, key in wanted.items()):
        return
    with step("Installing Python packages"):
        install_locked(place, locks)
    stamp.write_text(json.dumps(wanted))


def ensure_uv(place: Place) -> None:
    """The venv with nothing in it but pip and uv; one that doesn't start is made anew."""
    if not works(place.venv):
        with step("Creating a Python environment"):
            _create(place)


def works(venv: Path) -> bool:
    """Whether the venv's Python starts; it doesn't after the system's Python went away."""
    python = venv / "bin/python"
    if not (venv / "bin/uv").exists() or not python.exists():
        return False
    asked = subprocess.run([python, "-c", "import sys"], check=False, capture_output=True)
    return asked.returncode == 0


def install_locked(place: Place, locks: Sequence[Path], *, target: Path | None = None) -> None:
    """Install lock files with uv: wheels only, each with the hash that the lock names."""
    where = line("--target", target) if target else []
    files = [word for lock in locks for word in line("-r", lock)]
    python = place.venv / "bin/python"
    command = line(place.venv / "bin/uv", "pip", "install", "--python", python)
    run(
        [*command, *where, "--require-hashes", "--only-binary", ":all:", "--no-progress", *files],
        doing="Installing Python packages",
        log=place.log,
        cwd=place.checkout,
        env=clean_environment(),
    )


def download_locked(place: Place, lock: Path, doing: str) -> None:
    """Fetch the one file that a lock names into the downloads, as a file, without installing it."""
    stamp = place.downloads / f"{lock.stem}.stamp"
    key = digest(place.checkout / lock)
    if fresh(stamp, key):
        return
    place.downloads.mkdir(parents=True, exist_ok=True)
    with step(doing):
        pip = line(place.venv / "bin/python", "-m", "pip", "download", "--quiet", "--no-deps")
        options = line("--require-hashes", "--only-binary", ":all:", "--dest", place.downloads)
        run(
            [*pip, *options, *line("-r", lock)],
            doing=doing,
            log=place.log,
            cwd=place.checkout,
            env=clean_environment(),
        )
    stamp.write_text(key)


def wheel_libraries(venv: Path) -> dict[str, str]:
    """GDAL and GEOS as the wheels bring them, for Django's two settings."""
    found = {}
    for name, pattern in WHEEL_LIBRARIES.items():
        matches = sorted(venv.glob(f"lib/python3.*/site-packages/{pattern}"))
        if matches:
            found[name] = str(matches[0])
    return found


def clean_environment() -> dict[str, str]:
    """This environment without what would point pip or uv at another Python."""
    drop = ("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_USER")
    return {name: value for name, value in os.environ.items() if name not in drop}


def _create(place: Place) -> None:
    if place.venv.exists():
        shutil.rmtree(place.venv)
    create = line(sys.executable, "-m", "venv", place.venv)
    code, output = attempt(create, log=place.log, env=clean_environment())
    if code:
        raise explain("Creating a Python environment", output, place.log)
    pip = line(place.venv / "bin/python", "-m", "pip", "install", "--quiet", "--require-hashes")
    run(
        [*pip, "--only-binary", ":all:", "--disable-pip-version-check", *line("-r", UV_LOCK)],
        doing="Installing uv, which installs the Python packages",
        log=place.log,
        cwd=place.checkout,
        env=clean_environment(),
    )
