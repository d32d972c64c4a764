"""`manage.py audit`: who did what, as JSON lines, the oldest first; --verify checks the log."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.chain import verify
from portal.heads import Head, NotAHead, exported_lines, heads_in, read_head
from portal.models import AuditEntry


class Command(BaseCommand):
    """For those who oversee a vote; entries hold no text that a person wrote, and no choice."""

    help = "Print the audit log: when, who, what, to what, with which figures. Or verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which entries."""
        parser.add_argument("--act", default="", help="only acts that begin so, such as codes.")
        parser.add_argument("--days", type=int, default=0, help="only the last so many days")
        parser.add_argument(
            "--verify", action="store_true", help="check that nothing was changed; exits 1 if so"
        )
        parser.add_argument(
            "--heads", type=Path, default=None, help="heads kept elsewhere, or the log with them"
        )

    def handle(self, *args: Any, act: str, days: int, **options: Any) -> None:
        """Print them, or check them."""
        if options["verify"] or options["heads"]:
            self._verify(options["heads"])
            return
        rows = AuditEntry.objects.filter(act__startswith=act)
        if days:
            rows = rows.filter(at__gte=timezone.now() - timedelta(days=days))
        for row in rows.order_by("at", "pk").iterator(chunk_size=1_000):
            line = {
                "at": row.at.isoformat(timespec="seconds"),
                "who": row.who or (f"person {row.actor_id}" if row.actor_id else ""),
                "act": row.act,
                "what": f"{row.subject_type} {row.subject_id}",
                "facts": row.facts,
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))

    def _verify(self, file: Path | None) -> None:
        heads: list[Head] = []
        wrong = []
        for line in exported_lines():
            try:
                heads.append(read_head(line))
            except NotAHead as error:
                wrong.append(f"One line of the exported heads is {error}.")
        if file:
            try:
                heads += heads_in(file.read_text(errors="replace"))
            except NotAHead as error:
                wrong.append(f"In {file} is {error}.")
            except OSError as error:
                raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        report = verify(heads)
        for sentence in [*wrong, *report.wrong]:
            self.stdout.write(sentence)
        others = sum(not head.ours for head in heads)
        if others:
            self.stdout.write(f"Note: {others} heads are signed with another key than today's.")
        if wrong or report.wrong:
            raise CommandError("The audit log is not as it was written.")
        self.stdout.write(
            f"{report.entries} entries, places {report.first} to {report.last}, "
            f"{report.heads} exported heads: nothing was changed, removed or inserted."
        )
