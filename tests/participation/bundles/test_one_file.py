"""verify.py is one file for a bare Python: what it says, and what it answers."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from participation.bundles import verifier_text
from tests.participation.bundles.running import run_verifier, small_bundle, unpacked


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    place = tmp_path / "bundle.zip"
    place.write_bytes(small_bundle("schulze"))
    return place


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(verifier_text())
    named = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else part.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for part in node.names
    }
    assert named <= sys.stdlib_module_names


def test_no_name_stands_twice_in_it() -> None:
    tree = ast.parse(verifier_text())
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    assert len(names) == len(set(names)) > 80


def test_it_says_on_top_what_it_cannot_show() -> None:
    assert "It cannot show" in (ast.get_docstring(ast.parse(verifier_text())) or "")


def test_a_zip_that_agrees_ends_well(bundle: Path) -> None:
    code, said = run_verifier(bundle.parent, str(bundle))
    assert (code, "Everything in this bundle agrees." in said) == (0, True)


def test_the_program_in_a_bundle_checks_the_files_beside_it(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    assert run_verifier(folder)[0] == 0


def test_a_ballot_taken_out_of_the_folder_is_told(bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    lines = (folder / "ballots.txt").read_text().splitlines(keepends=True)
    (folder / "ballots.txt").write_text("".join(lines[1:]))
    code, said = run_verifier(folder)
    assert (code, "a ballot was altered" in said) == (1, True)


def test_it_answers_in_json(bundle: Path) -> None:
    code, said = run_verifier(bundle.parent, str(bundle), "--json")
    told = json.loads(said)
    assert (code, told["ok"], told["rule"]) == (0, True, "schulze")


def test_where_nothing_is_it_says_so(tmp_path: Path) -> None:
    code, said = run_verifier(tmp_path)
    assert (code, said.startswith("Nothing was checked")) == (2, True)


def test_a_file_that_is_no_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"hello")
    assert run_verifier(tmp_path, str(tmp_path / "bundle.zip"))[0] == 2


def test_a_damaged_zip_is_never_taken_for_a_good_one(bundle: Path) -> None:
    """A bit turned in each of thirty places of the packed bytes."""
    intact = bundle.read_bytes()
    for at in range(100, len(intact), len(intact) // 4):
        bundle.write_bytes(intact[:at] + bytes([intact[at] ^ 8]) + intact[at + 1 :])
        assert run_verifier(bundle.parent, str(bundle))[0] in (1, 2), at


def test_a_name_in_the_manifest_leads_nowhere_else(bundle: Path, tmp_path: Path) -> None:
    files = unpacked(bundle.read_bytes())
    told = json.loads(files["manifest.json"])
    told["files"]["../secret"] = "0" * 64
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (tmp_path / "secret").write_text("not yours")
    for name, content in {**files, "manifest.json": json.dumps(told).encode()}.items():
        (folder / name).write_bytes(content)
    assert "../secret is missing" in run_verifier(folder)[1]


def test_a_file_beside_it_is_not_run_in_the_place_of_pythons_own(
    bundle: Path, tmp_path: Path
) -> None:
    """Whoever takes verify.py from elsewhere lays it beside the files of a bundle they distrust."""
    for name in ("json.py", "zipfile.py", "hashlib.py"):
        (tmp_path / name).write_text("raise SystemExit('Everything in this bundle agrees.')")
    program = tmp_path / "verify.py"
    program.write_text(verifier_text(), encoding="utf-8")
    words = [sys.executable, str(program), str(bundle)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "The result, counted again" in done.stdout) == (0, True)
