"""manage.py freeze: make a version of what is recorded now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.errors import CivicError
from twin.versions import freeze


class Command(BaseCommand):
    """Freeze the city under a label."""

    help = "Freeze the city as it is recorded now; the same city gives the same digest."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--label: what people will read."""
        parser.add_argument("--label", default=f"{timezone.localdate():%Y-%m-%d}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Freeze, then print digest and counts."""
        try:
            version = freeze(actor=None, label=options["label"])
        except CivicError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{version.label} {version.digest}")
        for kind, count in version.counts.items():
            self.stdout.write(f"{kind}: {count}")
