"""What the site's programs find in their environment; what the caller has set there wins."""

from __future__ import annotations

import os
from collections.abc import Mapping

from portal.compiled import compiled_folder
from portal.launch.needs.python import clean_environment, wheel_libraries
from portal.launch.needs.system import find_browser, find_postgres
from portal.launch.place import Place
from portal.launch.words import Stop

DEFAULT_PORT = 8000
OPERATOR_GB = "1"
"""What models prepare may take this much of a demo's disk: the demo city three times over."""
SETTINGS = {"dev": "portal.settings.dev", "test": "portal.settings.test"}


def site_environment(
    place: Place,
    addresses: Mapping[str, str],
    *,
    settings: str = "dev",
    debug: bool = False,
    port: int = 0,
) -> dict[str, str]:
    """The whole environment for manage.py, the web server and the workers of a place.

    port: where its pages are, for the links in mails; 0 leaves them to each request.
    """
    data = place.state / "artefacts"
    static = place.state / "static"
    for folder in (data, static):
        folder.mkdir(parents=True, exist_ok=True)
    ours = {
        "DJANGO_SETTINGS_MODULE": SETTINGS[settings],
        "DJANGO_SECRET_KEY": place.secret("django"),
        "CIVIC_BALLOT_KEY": place.secret("ballots"),
        "CIVIC_PSEUDONYM_KEY": place.secret("pseudonyms"),
        "CIVIC_DATA_DIR": str(place.downloads),
        "CIVIC_ARTEFACT_DIR": str(data),
        "CIVIC_STATIC_ROOT": str(static),
        "CIVIC_OPERATOR_GB": OPERATOR_GB,
        "NUMBA_CACHE_DIR": str(compiled_folder(place.state / "compiled", place.checkout)),
        "CIVIC_DEBUG": "true" if debug else "false",
        "PYTHONUNBUFFERED": "1",
        **({"CIVIC_PUBLIC_URL": f"http://127.0.0.1:{port}"} if port else {}),
        "CIVIC_DEMO_MAIL": str(place.logs / "mail-worker.log"),
        **wheel_libraries(place.venv),
        **addresses,
    }
    if browser := find_browser():
        ours["CIVIC_CHROMIUM"] = browser
    theirs = clean_environment()
    folders = [str(place.venv / "bin"), theirs.get("PATH", os.defpath)]
    if binaries := find_postgres():
        folders.append(str(binaries))  # pgbench and psql, for measuring
    path = os.pathsep.join(folders)
    return {**ours, **theirs, "PATH": path, "VIRTUAL_ENV": str(place.venv)}


def asked_port() -> int:
    """The port in CIVIC_PORT, or 8000. Raises Stop when it isn't a port number."""
    text = os.environ.get("CIVIC_PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stop(
            f"CIVIC_PORT is {text!r}, which is not a port number.",
            "Give a number from 1024 to 65535, as in: CIVIC_PORT=8080 ./civic demo",
        )
    return int(text)
