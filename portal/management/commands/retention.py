"""`manage.py retention`: what is kept of people and for how long, what is due, what was deleted."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from portal.record import processing_record
from portal.retention import run_due, standing


class Command(BaseCommand):
    """The clock does the same once a day, in the task portal.tasks.keep_periods."""

    help = "List what is kept and what is due; --run deletes it now; --record for the GDPR file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do instead of the list."""
        parser.add_argument("--run", action="store_true", help="delete what is due now")
        parser.add_argument(
            "--record", action="store_true", help="print the record of processing, as Markdown"
        )
        parser.add_argument("--language", default="en", help="of the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, delete or print."""
        if options["record"]:
            with translation.override(options["language"]):
                self.stdout.write(processing_record())
            return
        if options["run"]:
            for name, number in run_due(again=True).items():
                self.stdout.write(f"{name}: {number} deleted")
            return
        with translation.override("en"):
            for one in standing():
                due = "" if one.due is None else f", {one.due} due"
                last = f", last {one.last.day}: {one.last.number} deleted" if one.last else ""
                self.stdout.write(f"{one.name}: {one.category.period}{due}{last}")
