"""`manage.py bench NAME`: run one benchmark; it prints JSON lines."""

from __future__ import annotations

from argparse import REMAINDER, ArgumentParser
from importlib import import_module
from importlib.util import find_spec
from inspect import getdoc, signature
from pkgutil import iter_modules
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

FLOORS = ("portal", "twin", "participation")


def benchmarks() -> dict[str, str]:
    """Names of all benchmarks and the modules that hold them: <floor>.bench.<name>."""
    found = {}
    for floor in FLOORS:
        folder = settings.BASE_DIR / floor / "bench"
        for module in iter_modules([str(folder)]):
            file = folder / (f"{module.name}/__init__.py" if module.ispkg else f"{module.name}.py")
            # What they share stands beside them; a benchmark is what can be run.
            if "\ndef run(" in file.read_text():
                found[module.name] = f"{floor}.bench.{module.name}"
    return found


class Command(BaseCommand):
    """Benchmarks compare within one run; they are never tests."""

    help = "Run a benchmark and print its figures as JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One name, and what that benchmark takes."""
        parser.add_argument("name", nargs="?", default="")
        parser.add_argument("more", nargs=REMAINDER)

    def handle(self, *args: Any, name: str, more: list[str], **options: Any) -> None:
        """Call run() of the module with that name; with the words after it, if there are any."""
        known = benchmarks()
        if name not in known or find_spec(known[name]) is None:
            raise CommandError(f"Name one of: {', '.join(sorted(known))}.")
        module = import_module(known[name])
        if signature(module.run).parameters:
            module.run(more)
        elif more:
            raise CommandError(f"{name} takes nothing more. {getdoc(module)}")
        else:
            module.run()
