"""`manage.py second_factor [ADDRESS [--remove]]`: who of the staff has one, and taking it away."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from portal.models import User
from portal.second_factor.removal import remove_factors


class Command(BaseCommand):
    """For somebody who lost passkey, phone and recovery codes: make sure first who is asking."""

    help = "List second factors of staff; or with ADDRESS --remove take somebody's away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both are optional."""
        parser.add_argument("address", nargs="?", default="")
        parser.add_argument("--remove", action="store_true", help="take all of them away")

    def handle(self, *args: Any, address: str, remove: bool, **options: Any) -> None:
        """Print the list, or remove and say so."""
        if remove:
            person = User.objects.filter(email=address.strip().lower()).first()
            if person is None:
                raise CommandError(f"Nobody has an account with {address or 'no address'}.")
            gone = remove_factors(actor=None, person=person)
            self.stdout.write(
                f"{gone} second factors of {person.email} are gone, and all their sessions. "
                "They were told by mail, and set up new ones when they sign in next."
            )
            return
        people = User.objects.exclude(role=User.Role.RESIDENT)
        if address:
            people = User.objects.filter(email=address.strip().lower())
        for person in people.order_by("role", "email"):
            kinds = Authenticator.objects.filter(user=person).order_by("type")
            said = ", ".join(kinds.values_list("type", flat=True)) or "none"
            self.stdout.write(f"{person.role:9} {person.email}  {said}")
