"""A store as it is often built: roll and box apart, without a key in common, and yet linked."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from portal.models import User
from tests.participation.secrecy.attack import Case
from tests.participation.secrecy.dump import rows_of

_TABLES = """
create temp table naive_roll (
  id uuid default gen_random_uuid(), vote int, person int);
create temp table naive_box (
  id uuid default gen_random_uuid(), vote int, content text);
"""


def naive_cases(connection: Any, people: Sequence[User], elections: int) -> list[Case]:
    """Elections in two plain tables, each vote a transaction; what the attacker sees of them."""
    lot = Random(7)
    truth: list[dict[int, str]] = []
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for vote in range(elections):
            voters = lot.sample(list(people), lot.randint(4, 12))
            truth.append({one.pk: f"choice {place}" for place, one in enumerate(voters)})
            for person, content in lot.sample(list(truth[-1].items()), len(voters)):
                cursor.execute(
                    "with one as (insert into naive_roll (vote, person) values (%s, %s)) "
                    "insert into naive_box (vote, content) values (%s, %s)",
                    [vote, person, vote, content],
                )
        roll, box = rows_of("naive_roll"), rows_of("naive_box")
        cursor.execute("drop table naive_roll, naive_box")
    found = []
    for vote, cast in enumerate(truth):
        voters_rows = {row["person"]: row for row in roll if row["vote"] == vote}
        lying = [row for row in box if row["vote"] == vote]
        found.append(
            Case(
                voters=[voters_rows[person] for person in cast],
                ballots=lying,
                truth=list(cast.values()),
                says=[row["content"] for row in lying],
            )
        )
    return found
