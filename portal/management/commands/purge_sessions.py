"""`manage.py purge_sessions`: what beat does every hour, for a server without it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.sessions import purge


class Command(BaseCommand):
    """Deletes sessions that ran out, with the drafts that stand in them."""

    help = "Delete sessions that ran out."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many there were."""
        self.stdout.write(f"{purge()} sessions had run out and are gone.")
