"""`manage.py audit`: who did what, as JSON lines, the oldest first."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.models import AuditEntry


class Command(BaseCommand):
    """For those who oversee a vote; entries hold no text that a person wrote, and no choice."""

    help = "Print the audit log: when, who, what, to what, with which figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which entries."""
        parser.add_argument("--act", default="", help="only acts that begin so, such as codes.")
        parser.add_argument("--days", type=int, default=0, help="only the last so many days")

    def handle(self, *args: Any, act: str, days: int, **options: Any) -> None:
        """Print them."""
        rows = AuditEntry.objects.filter(act__startswith=act).select_related("actor")
        if days:
            rows = rows.filter(at__gte=timezone.now() - timedelta(days=days))
        for row in rows.order_by("at", "pk").iterator(chunk_size=1_000):
            line = {
                "at": row.at.isoformat(timespec="seconds"),
                "who": row.actor.email if row.actor else "",
                "act": row.act,
                "what": f"{row.subject_type} {row.subject_id}",
                "facts": row.facts,
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
