"""What /health/ tells a monitor, on the command line."""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand

from portal.health.views import told


class Command(BaseCommand):
    """`manage.py health`; ends with 1 when something is not as it should be."""

    help = "Print every check with its figures as JSON."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        """Ask all and print."""
        found = told(figures=True)
        self.stdout.write(json.dumps(found, indent=1, default=str))
        if found["status"] != "ok":
            sys.exit(1)
