"""From loose ballots to envelopes: counted votes are carried over, an open one refuses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from participation.ledger.merkle import ballot_leaf
from participation.models import Ballot, RollEntry, VoteBox
from portal.management.commands.migrate import _told
from portal.migrating import Refused

BEFORE = [("participation", "0001_initial")]

pytestmark = pytest.mark.django_db(transaction=True)


def _upgrade() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def old() -> Iterator[Any]:
    """The models of before, on a database of before."""
    MigrationExecutor(connection).migrate(BEFORE)
    apps = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    yield apps
    with connection.cursor() as cursor:
        cursor.execute("truncate participation_consultation cascade")
    _upgrade()


def _vote(apps: Any, slug: str, *, sealed: bool, synthetic: bool = False) -> None:
    people, count = apps.get_model("portal", "User").objects, 6
    vote = apps.get_model("participation", "Consultation").objects.create(
        slug=slug, box_sealed=sealed
    )
    for place in range(count):
        apps.get_model("participation", "RollEntry").objects.create(
            consultation=vote, person=people.create(email=f"{slug}{place}@example.org")
        )
        apps.get_model("participation", "Ballot").objects.create(
            consultation=vote,
            slot=secrets.token_bytes(32),
            options=[place + 2, 1],
            receipt=secrets.token_hex(8),
            synthetic=synthetic,
        )


def test_open_vote_refuses_the_upgrade_and_counted_ones_are_carried_over(old: Any) -> None:
    """One test, since going back and forth takes seconds."""
    _vote(old, "counted", sealed=True)
    _vote(old, "invented", sealed=False, synthetic=True)
    _vote(old, "open", sealed=False)
    with pytest.raises(RuntimeError, match="Wait until it has closed"):
        _upgrade()
    before = set(MigrationRecorder(connection).applied_migrations())
    with pytest.raises(CommandError, match=r"Wait until it has closed.*Nothing was changed\."):
        call_command("migrate", verbosity=0)
    assert set(MigrationRecorder(connection).applied_migrations()) == before
    assert old.get_model("participation", "Ballot").objects.count() == 18
    assert old.get_model("participation", "RollEntry").objects.count() == 18

    old.get_model("participation", "Consultation").objects.filter(slug="open").delete()
    _upgrade()
    rows = list(Ballot.objects.order_by("pk"))
    assert {row.content for row in rows} == {f'{{"ticks":[1,{place + 2}]}}' for place in range(6)}
    leaves = [ballot_leaf(row.content, bytes(row.nonce)) for row in rows]
    assert leaves == sorted(leaves)
    assert RollEntry.objects.exclude(person=None).count() == 6
    box = VoteBox.objects.get()
    assert (box.state, box.private_key, box.facts["ballots"]) == ("opened", None, 6)

    words = r"6 counted ballots would be destroyed.*Nothing was changed\."
    for way in (["participation", "0001"], ["participation", "zero"]):
        with pytest.raises(CommandError, match=words):
            call_command("migrate", *way, verbosity=0)
    with pytest.raises(Refused, match="no way back"):
        MigrationExecutor(connection).migrate([("participation", "0001_initial")])
    assert Ballot.objects.count() == 6


def test_an_upgrade_that_ends_midway_says_what_was_applied() -> None:
    before, after = {("twin", "0001_initial")}, {("twin", "0001_initial"), ("twin", "0002_more")}
    assert _told(before, after) == "Applied before that, and still so: twin 0002_more."
    assert _told(after, before) == "Taken back before that, and still so: twin 0002_more."
    assert _told(before, before) == "Nothing was changed."
