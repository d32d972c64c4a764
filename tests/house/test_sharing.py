"""Two test processes never share a file, nor the pages with a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.sharing import share_of

ROOT = Path(__file__).resolve().parents[2]


def test_all_pages_are_one_share_and_each_other_file_is_one() -> None:
    pages = {share_of(f"tests/browser/test_{name}.py::test_x[360]") for name in ("map", "draw")}
    assert len(pages) == 1
    assert share_of("tests/twin/test_map.py::test_x[a::b]") == "tests/twin/test_map.py"


def test_no_file_is_dealt_out_to_two_processes(tmp_path: Path) -> None:
    tests = "\n".join(f"def test_{number}(): pass" for number in range(6))
    for name in "abcd":
        (tmp_path / f"test_{name}.py").write_text(tests)
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    words = ["-m", "pytest", "-p", "xdist", "-p", "tests.sharing", "-n", "2", "-vv"]
    done = subprocess.run(
        [sys.executable, *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    by_file = defaultdict(set)
    for process, file in re.findall(r"\[(gw\d)\].*PASSED (\S+?)::", done.stdout):
        by_file[file].add(process)
    assert len(by_file) == 4, done.stdout + done.stderr
    assert {len(processes) for processes in by_file.values()} == {1}
