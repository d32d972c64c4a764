"""System packages: which are missing, and installing them by apt as root or with sudo."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.launch.outside import attempt
from portal.launch.place import Place, alone
from portal.launch.words import Stop, explain, step

EXTENSION_FOLDERS = "/usr/share/postgresql/{}/extension"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REDIS_SERVERS = ("redis-server", "valkey-server")


def find_postgres(*, root: Path = Path("/usr/lib/postgresql")) -> Path | None:
    """The `bin` folder of the newest PostgreSQL that has PostGIS; None when there is none.

    `psql` on the PATH proves nothing: it comes without the server, and the server without PostGIS.
    """
    found = [
        folder
        for folder in root.glob("*/bin")
        if os.access(folder / "postgres", os.X_OK)
        and Path(EXTENSION_FOLDERS.format(folder.parent.name), "postgis.control").exists()
    ]
    if found:
        return max(found, key=lambda folder: _number(folder.parent.name))
    return _postgres_on_path()


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _postgres_on_path() -> Path | None:
    """A PostgreSQL from another package manager, asked by its own pg_config."""
    config = shutil.which("pg_config")
    if not config:
        return None
    asked = subprocess.run(
        [config, "--bindir", "--sharedir"], capture_output=True, text=True, check=False
    )
    lines = asked.stdout.splitlines()
    if asked.returncode or len(lines) != 2:
        return None
    binaries, share = (Path(line.strip()) for line in lines)
    whole = (binaries / "postgres").exists() and (share / "extension/postgis.control").exists()
    return binaries if whole else None


def find_redis() -> str | None:
    """The path of an installed Redis or Valkey server."""
    return next((path for name in REDIS_SERVERS if (path := shutil.which(name))), None)


def find_browser() -> str | None:
    """The path of an installed Chromium: CIVIC_CHROMIUM, or one on the PATH."""
    given = os.environ.get("CIVIC_CHROMIUM")
    return given or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def postgres_package() -> str:
    """The apt package that brings PostgreSQL with PostGIS here, beside a server already there."""
    there = [folder.parent.name for folder in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    versions = sorted((_number(Path(name).parent.name) for name in there), reverse=True)
    if versions and versions[0]:
        return f"postgresql-{versions[0]}-postgis-3"
    release = Path("/etc/os-release")
    bookworm = release.exists() and "bookworm" in release.read_text()
    return "postgresql-15-postgis-3" if bookworm else "postgresql-postgis"


def missing_packages(*, for_tests: bool = False) -> list[str]:
    """The apt packages still needed; what DATABASE_URL and REDIS_URL stand in for is left out."""
    wanted = []
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        wanted.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if not os.environ.get("DATABASE_URL") and not find_postgres():
        wanted.append(postgres_package())
    if not os.environ.get("REDIS_URL") and not find_redis() and shutil.which("apt-get"):
        wanted.append("redis-server")
    if for_tests and not find_browser():
        wanted.append("chromium")
    if for_tests and not shutil.which("msgfmt"):
        wanted.append("gettext")
    return wanted


def ensure_packages(place: Place, *, for_tests: bool = False) -> None:
    """Install the missing system packages. Raises Stop where that can't be done."""
    if not missing_packages(for_tests=for_tests):
        return
    with alone(Path("/tmp") / f"civic-apt-{os.getuid()}.lock", "Waiting for another installation"):
        packages = missing_packages(for_tests=for_tests)
        if packages:
            prefix = permission(packages)
            with step(f"Installing system packages: {', '.join(packages)}"):
                _apt(place, prefix, packages)


def permission(packages: Sequence[str]) -> list[str]:
    """What to put before apt-get: nothing for root, else sudo. Raises Stop without either."""
    listed = " ".join(packages)
    if not shutil.which("apt-get"):
        raise Stop(
            f"This machine lacks {listed}, and has no apt-get to install it with.",
            "Install PostgreSQL with PostGIS yourself, or use servers that you have:\n"
            "DATABASE_URL=postgis://… REDIS_URL=redis://… ./civic …",
        )
    if os.geteuid() == 0:
        return []
    by_hand = f"Ask an administrator to run: apt-get install {listed}"
    if not shutil.which("sudo"):
        raise Stop(
            f"Installing {listed} needs root or sudo; this account has neither.",
            f"{by_hand}\nOr use servers that you have: DATABASE_URL=… REDIS_URL=… ./civic …",
        )
    if sys.stdin.isatty():
        if subprocess.run(["sudo", "-v"], check=False).returncode == 0:
            return ["sudo"]
    elif subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    raise Stop(f"sudo does not let this account install {listed}.", by_hand)


def _apt(place: Place, prefix: Sequence[str], packages: Sequence[str]) -> None:
    """apt-get install; with fresh package lists when the present ones don't know the packages."""
    base = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    base += ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    install = [*base, "install", "-y", "--no-install-recommends", *packages]
    code, output = attempt(install, log=place.log)
    if code:
        # Without this option apt-get update calls a dead network a success.
        update = [*base, "-o", "APT::Update::Error-Mode=any", "update"]
        code, output = attempt(update, log=place.log)
        if code:
            raise explain("Reading the list of system packages", output, place.log)
        code, output = attempt(install, log=place.log)
    if code:
        raise explain(f"Installing {', '.join(packages)}", output, place.log)
