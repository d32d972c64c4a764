"""After a restore, or at any time: does what is kept fit together?"""

from __future__ import annotations

import sys

from django.core.management.base import BaseCommand

from participation.bundles.proving import proofs


class Command(BaseCommand):
    """`manage.py verify`; ends with 1 when something does not fit."""

    help = "Hold boxes, rolls and published counts against keys, logs and files."

    def handle(self, *args: object, **options: object) -> None:
        """A line for each thing that was looked at."""
        found = proofs()
        for proof in found:
            self.stdout.write(f"{'well' if proof.well else 'NOT WELL'}: {proof.words}")
        if not all(proof.well for proof in found):
            sys.exit(1)
