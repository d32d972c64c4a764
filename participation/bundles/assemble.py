"""The verifier's modules put together into the one file that people run."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from participation import verifier

MODULES = (
    "strict",
    "merkle",
    "ed25519",
    "ballots",
    "sums",
    "rules/ranked",
    "rules/runoff",
    "rules/graded",
    "rules/money",
    "rules/shares",
    "rules/budgets",
    "recount",
    "bundle",
    "log",
    "checks",
    "scrutiny",
    "command",
)
HEADER = '''#!/usr/bin/env python3
"""Check the published count of a vote. Needs Python 3.10 or newer and nothing else.

    python3 verify.py                      beside the unpacked files of a bundle
    python3 verify.py bundle.zip           or with the zip itself
    python3 verify.py --receipt CODE       is my ballot's event in the log?
    python3 verify.py --receipt FILE       the same for a receipt's file, with its signature
    python3 verify.py --roots FILE         does the log go on from roots that I saved?
    python3 verify.py --key KEY            was it signed with the key that I know?
    python3 verify.py --rest FILE          for scrutineers: the rare ballots, handed out under seal
    python3 verify.py --json               the same for programs

It reads files and prints; it sends nothing anywhere and writes nothing. It checks that

 - every file is the one that was signed;
 - every root of the log that was signed during the vote belongs to this log, so that no event was
   taken out, put in or moved afterwards; and that each event has become a ballot or was replaced,
   withdrawn or unreadable, in numbers that add up;
 - every ballot is allowed and the one that was counted: none altered, doubled or dropped;
 - the result is what these ballots give, counted again by the published rule.

It cannot show that the site treated ballots honestly at the moment they were cast and opened, nor
who may vote. Ballots that hardly any other resembles are in sums only, if the rule allows: for
them the recount has to take the city's addition as it is, unless a scrutineer is given the list of
them (--rest); the answer says how many they are.
Whoever altered a bundle could have altered this file too: take it from somewhere else, or compare.

SPDX-License-Identifier: AGPL-3.0-or-later. Put together from small modules, in reading order.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 10):
    print("Nothing was checked: this file needs Python 3.10 or newer.", file=sys.stderr)
    sys.exit(2)
if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    # Python looks for modules beside a program first: a bundle with a json.py would run it.
    del sys.path[0]
'''
FOOTER = """

if __name__ == "__main__":
    sys.exit(main())
"""


class NotOneFile(RuntimeError):
    """Two modules use one name, or one imports what a single file cannot have."""


@lru_cache(maxsize=1)
def verifier_text() -> str:
    """verify.py: the standard library's imports once, then each module under its own heading."""
    room = Path(verifier.__file__).parent
    imports: dict[str, set[str]] = {}
    names: set[str] = set()
    parts = []
    for module in MODULES:
        source = (room / f"{module}.py").read_text(encoding="utf-8")
        parts.append(_without_imports(source, imports, names))
    return "".join([HEADER, "\n", _imports(imports), *parts, FOOTER])


def _without_imports(source: str, imports: dict[str, set[str]], names: set[str]) -> str:
    """A module's text, its docstring as a comment; fills in what it imports and defines."""
    tree = ast.parse(source)
    lines = source.splitlines()
    gone: set[int] = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            gone |= set(range(node.lineno - 1, node.end_lineno or node.lineno))
            _note_import(node, imports)
            continue
        for name in _defined(node):
            if name in names:
                raise NotOneFile(f"{name} is defined twice")
            names.add(name)
    heading = tree.body[0]
    gone |= set(range(heading.lineno - 1, heading.end_lineno or heading.lineno))
    kept = [line for at, line in enumerate(lines) if at not in gone]
    text = "\n".join(kept).strip("\n")
    rule = "# " + "-" * 97
    said = [f"# {line}".rstrip() for line in (ast.get_docstring(tree) or "").splitlines()]
    return "\n".join(["", "", rule, *said, rule, "", "", text, ""])


def _note_import(node: ast.Import | ast.ImportFrom, imports: dict[str, set[str]]) -> None:
    if isinstance(node, ast.Import):
        for one in node.names:
            imports.setdefault(one.name, set())
    elif node.module and node.module.split(".")[0] not in ("participation", "__future__"):
        imports.setdefault(node.module, set()).update(one.name for one in node.names)
    if any(one.asname for one in node.names):
        raise NotOneFile("an import under another name")


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, ast.Assign):
        found = [one for target in node.targets for one in ast.walk(target)]
        return [one.id for one in found if isinstance(one, ast.Name)]
    return []


def _imports(imports: dict[str, set[str]]) -> str:
    lines = [f"import {name}" for name, parts in sorted(imports.items()) if not parts]
    lines += [
        f"from {name} import {', '.join(sorted(parts))}"
        for name, parts in sorted(imports.items())
        if parts
    ]
    return "\n".join(line for line in lines if line != "import sys") + "\n"
