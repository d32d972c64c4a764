"""`manage.py role [ADDRESS ROLE]`: who works here, and giving somebody another role."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.audit import record
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
            for person in people:
                self.stdout.write(f"{person.role:9} {person.email}  {person.name}")
        elif not role:
            raise CommandError(f"Name the role as well: {', '.join(User.Role.values)}.")
        else:
            self.stdout.write(f"{address} was {_give(address, role)} and is {role} now.")


@transaction.atomic
def _give(address: str, role: str) -> str:
    person = User.objects.select_for_update().filter(email=address.strip().lower()).first()
    if person is None:
        raise CommandError(f"Nobody has an account with {address}. Let them sign up first.")
    before, person.role = person.role, role
    person.save(update_fields=["role"])
    record(actor=None, act="person.role", subject=person, before=before, after=role)
    return str(before)
