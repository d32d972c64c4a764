"""Load the demo city, its what-ifs and its voices; tell its logins and how far its analyses are."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from participation.demo.fill import demo_codes
from participation.demo.load import ensure_participation
from participation.demo.people import LOGINS
from participation.demo.questions import QUESTIONS
from participation.models import Option
from portal.errors import CivicError
from twin import door
from twin.demo.city import ensure_city
from twin.demo.scenarios import ensure_scenarios


class Command(BaseCommand):
    """`manage.py demo`, again and again: what is there stays."""

    help = "Loads the demo. --logins: who you can sign in as. --status: how far its analyses are."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two questions that change nothing."""
        parser.add_argument("--logins", action="store_true")
        parser.add_argument("--status", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in production; else answer, or load."""
        if not settings.DEMO:
            raise CommandError("This is not a demo site, so demo people have no place here.")
        if options["logins"]:
            for login in LOGINS:
                self.stdout.write(f"{login.role:<10}{login.email:<24}{login.password}")
            self.stdout.write(f"codes from letters, for the market: {', '.join(demo_codes())}")
        elif options["status"]:
            sys.exit(self._status())
        else:
            self._load()

    def _load(self) -> None:
        try:
            version = ensure_city(self.stdout.write)
            strasbourg = ensure_scenarios(version, self.stdout.write)
            for scenario in ensure_participation(version, strasbourg, self.stdout.write):
                door.ensure_runs(scenario)
        except CivicError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The demo is loaded.")

    def _status(self) -> int:
        """Print one line; 0 when all analyses are done, 3 while some are not, 1 if one failed."""
        options = Option.objects.filter(consultation__slug__in=[plan.slug for plan in QUESTIONS])
        ids = sorted(set(options.values_list("scenario_id", flat=True)))
        states = [state.status for row in door.run_states(ids).values() for state in row]
        done = states.count("done")
        failed = states.count("failed") + states.count("cancelled")
        self.stdout.write(f"{done} of {len(states)} analyses done, {failed} failed")
        if failed:
            return 1
        return 0 if states and done == len(states) else 3
