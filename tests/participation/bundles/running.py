"""The assembled verify.py, run as people run it or loaded as one module, and small bundles."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import types
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from participation.bench.made_up import made_up, packed
from participation.bundles import verifier_text
from tests.participation.bundles.elections import draw_election

Files = dict[str, bytes]


@lru_cache(maxsize=1)
def one_file() -> Any:
    """The assembled file as a module that imports nothing of ours."""
    module = types.ModuleType("one_file_verifier")
    sys.modules[module.__name__] = module
    exec(compile(verifier_text(), "verify.py", "exec"), module.__dict__)
    return module


def wrong_in(files: Files, key: str = "") -> list[str]:
    """Names of the checks that find something wrong."""
    findings, _bundle = one_file().check_bundle(dict(files), key)
    return [one.name for one in findings if one.wrong]


def run_verifier(folder: Path, *words: str) -> tuple[int, str]:
    """Exit code and output of `python -I -S verify.py` with these words."""
    program = folder / "verify.py"
    if not program.exists():
        program.write_text(verifier_text(), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def unpacked(bundle: bytes) -> Files:
    """Name -> content."""
    return dict(_unpacked(bundle))


@lru_cache(maxsize=32)
def _unpacked(bundle: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@lru_cache(maxsize=16)
def small_bundle(rule: str, seed: int = 0) -> bytes:
    """The bundle of a small vote with more than twenty ballots."""
    rng = random.Random(f"{rule} {seed}")
    while True:
        election = draw_election(rule, rng, voters=40)
        texts = [text for text, times in election.ballots.items() for _ in range(times)]
        if len(texts) > 20:
            return packed(made_up(rule, election.choices, election.settings, texts, rng))
