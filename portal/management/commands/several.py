"""Several commands one after another in one process, which saves starting Django for each."""

from __future__ import annotations

import contextlib
import shlex
from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`manage.py several "migrate --no-input" demo "demo --logins"`; the first failure ends it."""

    help = "Run several commands in one process; used by ./civic."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Each command line is one argument."""
        parser.add_argument("lines", nargs="+", help="a command with its options, quoted")
        parser.add_argument("--last-to", type=Path, help="a file for the last command's output")

    def handle(self, *args: object, **options: object) -> None:
        """Run them; only the last one's output may go to a file."""
        lines = options["lines"]
        target = options["last_to"]
        assert isinstance(lines, list)
        for number, line in enumerate(lines, 1):
            with contextlib.ExitStack() as stack:
                if isinstance(target, Path) and number == len(lines):
                    file = stack.enter_context(target.open("w", encoding="utf-8"))
                    stack.enter_context(contextlib.redirect_stdout(file))
                call_command(*shlex.split(line))
