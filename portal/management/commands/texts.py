"""`manage.py texts`: the French catalogue follows the source, and changes nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from portal.message_catalogue import CATALOGUE, extract, follow, key, read, written

ROOT = Path(__file__).resolve().parents[3]


class Command(BaseCommand):
    """For whoever wrote a text: run it, then write the French beside each new one."""

    help = "Bring the French catalogue up to date with the source; print what waits for a text."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it only if something changed."""
        path = ROOT / CATALOGUE
        kept = read(ROOT)
        found = extract(ROOT)
        gone = [entry.msgid for entry in kept if key(entry) not in {key(one) for one in found}]
        follow(kept, found)
        text = written(kept)
        if text != path.read_text():
            path.write_text(text)
        for msgid in gone:
            self.stdout.write(f"No longer in the source, removed: {msgid}")
        waiting = kept.untranslated_entries()
        for entry in waiting:
            self.stdout.write(f"Waits for its French: {entry.msgid}")
        self.stdout.write(f"{len(kept)} texts, {len(waiting)} without French.")
