"""Tiles by HTTP against the database's own rate for the same SQL, cold and from the cache."""

from __future__ import annotations

import http.client
import json
import math
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from twin.faces.tiles import TILE_SQL, cut_tile, tile_key
from twin.models import TwinVersion

ZOOMS = (14, 15, 16)
ROUNDS = 5
CLIENTS = 6
"""What a browser opens to one host over HTTP/1.1."""
PROCESSES = 2
SECONDS = 4.0
Tile = tuple[int, int, int]


def run() -> None:
    """Print one JSON line per zoom: tiles a second by pgbench, by HTTP cold and warm, ratios.

    The database's rate is that of the same statement, prepared, with as many connections as the
    HTTP side has clients, without sending the tile anywhere. Medians of ROUNDS; the two sides take
    turns, so that what else the machine does meets both.
    """
    version = TwinVersion.objects.order_by("-frozen_at", "-pk").first()
    if version is None:
        raise LookupError("Load the demo city first: ./civic demo.")
    with _server() as port:
        for zoom in ZOOMS:
            tiles = _tiles(version, zoom)
            print(json.dumps(_measure(version.digest[:16], zoom, tiles, port)), flush=True)


def _measure(digest: str, zoom: int, tiles: list[Tile], port: int) -> dict[str, Any]:
    database, cold, warm = [], [], []
    _by_http(digest, tiles, port, 1.0, forget=False)
    for _ in range(ROUNDS):
        database.append(_by_pgbench(digest, tiles))
        cold.append(_by_http(digest, tiles, port, SECONDS, forget=True))
        warm.append(_by_http(digest, tiles, port, SECONDS / 2, forget=False))
    ratios = [mine / theirs for mine, theirs in zip(cold, database, strict=True)]
    middle = statistics.median
    return {
        "bench": "tiles",
        "zoom": zoom,
        "tiles": len(tiles),
        "database_per_s": round(middle(database), 1),
        "cold_per_s": round(middle(cold), 1),
        "cold_ratio": round(middle(ratios), 3),
        "warm_per_s": round(middle(warm), 1),
        "warm_to_cold": round(middle(warm) / middle(cold), 1),
    }


def _tiles(version: TwinVersion, zoom: int) -> list[Tile]:
    """The tiles of a zoom in which there is something."""
    west, south, east, north = version.bounds.extent
    left, top = _at(west, north, zoom)
    right, bottom = _at(east, south, zoom)
    spots = [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return [spot for spot in spots if cut_tile(version.digest[:16], *spot)]


def _at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Column and row of the web Mercator tile at a place (EPSG:4326)."""
    size = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * size
    return int((lon + 180) / 360 * size), int(row)


def _by_pgbench(digest: str, tiles: Sequence[Tile]) -> float:
    """Tiles a second inside the database."""
    values = connection.settings_dict
    named = {"-h": "HOST", "-p": "PORT", "-U": "USER"}
    where = [part for flag, key in named.items() if values.get(key) for part in (flag, values[key])]
    options = values.get("OPTIONS", {})
    if not values.get("HOST") and options.get("host"):
        where += ["-h", options["host"]]
    with tempfile.TemporaryDirectory() as folder:
        files = [_script(Path(folder), digest, tile) for tile in tiles]
        command = [
            _pgbench(), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", str(CLIENTS),
            "-T", str(int(SECONDS)), *where, *(f"-f{file}" for file in files), str(values["NAME"]),
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - our own arguments
            command,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PGPASSWORD": str(values.get("PASSWORD") or "")},
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


def _script(folder: Path, digest: str, tile: Tile) -> Path:
    """A pgbench script that cuts one tile and keeps it in the database."""
    sql = TILE_SQL.replace("%(digest)s", f"'{digest}'")
    for name in ("z", "x", "y"):
        sql = sql.replace(f"%({name})s", f":{name}")
    sets = "\n".join(f"\\set {name} {value}" for name, value in zip("zxy", tile, strict=True))
    path = folder / f"{'-'.join(map(str, tile))}.sql"
    path.write_text(f"{sets}\nSELECT length(({' '.join(sql.split())}));\n")
    return path


def _pgbench() -> str:
    """The pgbench beside the server; LookupError where there is none."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    found = shutil.which("pgbench") or (str(beside[-1]) if beside else "")
    if not found:
        raise LookupError("pgbench is missing: install postgresql-contrib.")
    return found


def _by_http(digest: str, tiles: list[Tile], port: int, seconds: float, *, forget: bool) -> float:
    """Tiles a second over HTTP, packed as browsers ask; `forget` makes each anew."""
    until = time.perf_counter() + seconds

    def client(number: int) -> int:
        # Each has tiles of its own: what one had made would be warm for the next.
        return _ask(digest, tiles[number::CLIENTS], port, until, forget=forget)

    began = time.perf_counter()
    clients = min(CLIENTS, len(tiles))
    with ThreadPoolExecutor(clients) as pool:
        done = sum(pool.map(client, range(clients)))
    return done / (time.perf_counter() - began)


def _ask(digest: str, tiles: Sequence[Tile], port: int, until: float, *, forget: bool) -> int:
    """How many tiles one connection got, one after the other; a wrong answer ends it all."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    keys = [tile_key(digest, *tile) for tile in tiles]
    paths = [reverse("tile", args=[digest, *tile]) for tile in tiles]
    done = 0
    while time.perf_counter() < until:
        turn = done % len(tiles)
        if forget:
            # Just before it is asked for: a tile is kept only after it was sent.
            cache.delete(keys[turn])
        path = paths[turn]
        link.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = link.getresponse()
        body = answer.read()
        if answer.status != 200 or body[:2] != b"\x1f\x8b":
            raise RuntimeError(f"{path} answered {answer.status}")
        done += 1
    link.close()
    return done


@contextmanager
def _server() -> Iterator[int]:
    """granian on a free port, as the launcher starts it; gone at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", str(PROCESSES), "--blocking-threads", "4",
        "--no-access-log", "--log-level", "error", "portal.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command)  # noqa: S603 - our own arguments
    try:
        for _ in range(120):
            time.sleep(0.25)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield port
    finally:
        process.terminate()
        process.wait(10)
