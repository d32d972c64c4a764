"""Which functions write into the audit log, found in their source."""

from __future__ import annotations

import ast
from pathlib import Path

from django.conf import settings

WRAPPERS = {"record", "saved", "note", "_changed", "_closed"}


def writers() -> set[str]:
    """Every function of the three floors that writes an entry, by its dotted name."""
    found = set()
    for floor in ("portal", "twin", "participation"):
        for path in sorted(Path(settings.BASE_DIR, floor).rglob("*.py")):
            text = path.read_text()
            if not any(f"{name}(" in text for name in WRAPPERS):
                continue
            module = ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
            for verb in ast.walk(ast.parse(text)):
                if isinstance(verb, ast.FunctionDef) and any(map(_writes, ast.walk(verb))):
                    found.add(f"{module}.{verb.name}")
    return found


def _writes(node: ast.AST) -> bool:
    """Whether it is a call that writes an entry: it names its act, or hands it on."""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    inside = (one for given in node.args for one in ast.walk(given))
    strings = [one.value for one in inside if isinstance(one, ast.Constant)]
    handed = any(isinstance(one, str) and "." in one for one in strings)
    return name in WRAPPERS and (handed or "act" in {word.arg for word in node.keywords})
