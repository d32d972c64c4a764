"""`manage.py audit`: who did what, the oldest first; --verify checks the log."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.chain import verify
from portal.heads import Head, NotAHead, exported_lines, heads_in, read_head
from portal.models import AuditEntry


class Command(BaseCommand):
    """For those who oversee a vote; entries hold nothing that a resident wrote, and no choice."""

    help = "Print the audit log: when, who, what, to what, and what changed. Or verify it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which entries."""
        parser.add_argument("--act", default="", help="only acts that begin so, such as codes.")
        parser.add_argument("--days", type=int, default=0, help="only the last so many days")
        parser.add_argument("--question", default="", help="only of the question at this address")
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--verify", action="store_true", help="check that nothing was changed; exits 1 if so"
        )
        parser.add_argument(
            "--heads", type=Path, default=None, help="heads kept elsewhere, or the log with them"
        )

    def handle(self, *args: Any, act: str, days: int, question: str, **options: Any) -> None:
        """Print them, or check them."""
        if options["verify"] or options["heads"]:
            self._verify(options["heads"])
            return
        rows = AuditEntry.objects.filter(act__startswith=act)
        if days:
            rows = rows.filter(at__gte=timezone.now() - timedelta(days=days))
        if question:
            rows = rows.filter(facts__about__question=question)
        tell = _as_json if options["json"] else _in_words
        for row in rows.order_by("at", "pk").iterator(chunk_size=1_000):
            self.stdout.write(tell(row))

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


def _who(row: AuditEntry) -> str:
    return row.who or (f"person {row.actor_id}" if row.actor_id else "the system")


def _what(row: AuditEntry) -> str:
    return f"{row.subject_type} {row.subject_id}"


def _as_json(row: AuditEntry) -> str:
    line = {
        "at": row.at.isoformat(timespec="seconds"),
        "who": row.who or (f"person {row.actor_id}" if row.actor_id else ""),
        "act": row.act,
        "what": _what(row),
        **row.about,
        "facts": row.done,
    }
    return json.dumps(line, ensure_ascii=False)


def _in_words(row: AuditEntry) -> str:
    """An entry over several lines: its head, what was, and what is."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    told = [at, _who(row), row.act, row.about.get("subject") or _what(row)]
    if row.about.get("question"):
        told.append(f"question {row.about['question']}")
    if row.about.get("request"):
        told.append(f"request {row.about['request']}")
    lines = ["  ".join(told)]
    facts = row.done
    found = facts.pop("changed", {})
    # Entries of before name the fields only.
    pairs = found.items() if isinstance(found, dict) else [(name, None) for name in found]
    for name, pair in pairs:
        if pair is None:
            lines.append(f"    {name}")
        else:
            lines += [f"    {name}", f"      - {_plain(pair[0])}", f"      + {_plain(pair[1])}"]
    lines += [f"    {name}: {_plain(value)}" for name, value in facts.items()]
    return "\n".join(lines)


def _plain(value: Any) -> str:
    """A value on one line; what is none as that."""
    if value is None or value == "":
        return "(nothing)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # Somebody wrote it: a terminal would obey what is no sign to print.
    return "".join(sign if sign.isprintable() else " " for sign in text)
