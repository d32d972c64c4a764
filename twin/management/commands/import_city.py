"""manage.py import_city: bring the twin in line with a source."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.errors import CivicError
from twin.connectors.catalogue import CONNECTORS
from twin.sources import import_city


class Command(BaseCommand):
    """Import what a connector reads, and say what was new, changed, gone and left out."""

    help = "Import the city from the files that were fetched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--connector: which source to read."""
        parser.add_argument("--connector", default="bdtopo", choices=list(CONNECTORS))

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then print the report."""
        try:
            report = import_city(
                actor=None, connector=options["connector"], say=lambda t: self.stdout.write(f"{t}…")
            )
        except CivicError as error:
            raise CommandError(str(error)) from error
        for kind, own in report.counts.items():
            told = ", ".join(f"{count} {fate}" for fate, count in own.items() if count)
            self.stdout.write(f"{kind}: {told or 'nothing'}")
        for row in report.skipped:
            self.stdout.write(f"left out: {row['kind']}, {row['reason']} ({row['count']})")
            for example in row["examples"]:
                self.stdout.write(f"  {example}")
