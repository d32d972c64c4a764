"""`manage.py tally FILE`: count an election file again, and compare with what it says."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from participation.tallies.budgets.naming import EXACT_RULES
from participation.tallies.interchange import Unreadable
from participation.tallies.recount import RANKED_RULES, Recount, recount

RULE_HELP = (
    "instead of the rule that the file names: for budgets "
    f"{', '.join(EXACT_RULES)} (Equal Shares also with :cardinality); "
    f"for rankings {', '.join(RANKED_RULES)}"
)


class Command(BaseCommand):
    """Winners, scores, rounds and seconds of a Pabulib or PrefLib file."""

    help = "Count an election file (.pb, .soc, .soi, .toc, .toi) again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --rule, --json."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", default="", help=RULE_HELP)
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, count, print; a file that cannot be read ends with what is wrong in it."""
        try:
            path = options["file"]
            found = recount(path.name, path.read_bytes(), options["rule"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except (Unreadable, ValueError) as error:
            raise CommandError(f"{options['file'].name}: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
        else:
            self._tell(found)

    def _tell(self, found: Recount) -> None:
        self.stdout.write(f"Rule: {found.rule}")
        for step in found.rounds:
            if found.order:
                told = f"{step['winner']} before {step['loser']}: {step['votes']}"
                self.stdout.write(f"{told} to {step['against']}")
                continue
            mark = "+" if step["taken"] else "-"
            name = str(step["project"])
            score = found.scores[name]
            self.stdout.write(f"{mark} {name}: {score:g} ({step['why']}, {step['left']} left)")
        if found.order:
            self.stdout.write(f"Order: {', '.join(found.order)}")
        self.stdout.write(f"Winners: {', '.join(found.winners) or 'none'}")
        for remark in found.remarks:
            self.stdout.write(f"Remark: {remark}")
        if found.official_reproduced is not None:
            same = "the same" if found.official_reproduced else f"not at {found.first_difference}"
            self.stdout.write(f"As the file's official outcome: {same}")
        self.stdout.write(f"Seconds: {found.seconds:.3f}")
