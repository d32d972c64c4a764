"""One kind, one module: nothing of a kind stands anywhere else, and nothing is left out."""

from __future__ import annotations

import ast
import pkgutil
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

import twin.edits.kinds
from tests.twin.edits.drawn import TOWN
from twin.edits import KINDS
from twin.edits.refusals import SENTENCES
from twin.overlay import Conflict, Reason

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = [code for code, _label in settings.LANGUAGES]


def test_every_reason_to_refuse_has_a_sentence_in_every_language() -> None:
    assert set(SENTENCES) == set(Reason)
    for _name, kind in KINDS.items():
        for reason in Reason:
            for language in LANGUAGES:
                with override(language):
                    assert kind.refusal(Conflict(0, "urn:x", reason), TOWN)


def test_every_module_of_a_kind_is_in_the_catalogue_by_its_name() -> None:
    modules = {module.name for module in pkgutil.iter_modules(twin.edits.kinds.__path__)}
    assert modules == set(KINDS)
    assert all(kind.name == name for name, kind in KINDS.items())


def test_a_kind_knows_of_django_only_how_to_translate() -> None:
    known = re.compile(r"django\.utils\.translation|portal\.(errors|marking|templatetags\.words)")
    for path in Path(twin.edits.kinds.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith(
                ("django", "portal", "rest_framework", "celery")
            ):
                assert known.fullmatch(str(node.module)), (path.name, node.module)


def test_no_other_file_of_the_site_names_a_kind() -> None:
    """But for the demo's plans and the benchmarks, which make edits of certain kinds."""
    names = re.compile("|".join(rf"\b{name}\b" for name in KINDS if "_" in name))
    files = [
        path
        for folder in ("twin", "participation", "portal", "templates", "static/js", "static/css")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".css"}
        and not {"kinds", "demo", "bench", "migrations"} & set(path.parts)
    ]
    found = [path.name for path in files if names.search(path.read_text())]
    assert (len(files) > 500, found) == (True, ["catalogue.py"])
