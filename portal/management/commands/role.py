"""`manage.py role [ADDRESS ROLE]`: who works here, and giving somebody another role."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand, CommandError

from portal.appointments import give_role
from portal.errors import CivicError
from portal.models import User


class Command(BaseCommand):
    """Roles are given by whoever has the server: no page can be tricked into it."""

    help = "List who has a role, or give one: role ADDRESS resident|official|planner|operator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both words or none."""
        parser.add_argument("address", nargs="?", default="")
        parser.add_argument("role", nargs="?", default="", choices=["", *User.Role.values])

    def handle(self, *args: Any, address: str, role: str, **options: Any) -> None:
        """Print the list, or change one person and write that down."""
        if not address:
            people = User.objects.exclude(role=User.Role.RESIDENT).order_by("role", "email")
            sure = set(EmailAddress.objects.filter(verified=True).values_list("email", flat=True))
            for person in people:
                doubt = "" if person.email in sure else "  (address not confirmed)"
                self.stdout.write(f"{person.role:9} {person.email}  {person.name}{doubt}")
        elif not role:
            raise CommandError(f"Name the role as well: {', '.join(User.Role.values)}.")
        else:
            try:
                before = give_role(actor=None, address=address, role=role)
            except CivicError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{address} was {before} and is {role} now.")
